import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import {
  columns,
  findLimitFaults,
  findRefusalFaults,
  findUnknownDecisions,
  findUnnamedDecisions,
  findWebhookFaults,
  members,
  v1,
  v4,
  words,
} from './migration-faults.ts';
import { readPage, readSpans } from './migration-page.ts';

const page = readPage(readFileSync(join(import.meta.dirname, '../../../docs/migrate-v1-to-v4.md'), 'utf8'));

describe.each(columns)('$generation', (contract) => {
  const { index } = contract;

  test('every operation stands in the table with its rate', () => {
    const stated = page.rows('Operations').flatMap((row) => {
      const [path, rate] = row.slice(index * 2, index * 2 + 2);
      return path === '-' ? [] : [`${path?.replaceAll('`', '')} ${rate}`];
    });
    const operations = Object.values(contract.operations);
    const wanted = operations.map(({ path, rateLimit }) => `${path} ${rateLimit.requests}`);
    expect([...new Set(stated)].sort()).toEqual(wanted.sort());
  });

  test('the page says which clients place its calls', () => {
    const said = page.section('Which generation an app needs').replace(/\s+/g, ' ');
    const { methods, versions } = contract.firstClients;
    for (const method of methods) expect(said).toContain(`\`${method}()\``);
    // Every client that is older than those of v4 places calls of v1.
    if (contract.generation === 'v4') {
      for (const [platform, version] of Object.entries(versions)) {
        expect(said).toContain(`${platform} ${version}`);
      }
    }
  });

  test('every host stands in the table', () => {
    expect(page.spans('Hosts', index).sort()).toEqual(Object.values(contract.servers).sort());
  });

  test('the members of an answer stand in the table', () => {
    const { code, message, requestId, data } = contract.envelope;
    const names = [code, message, requestId, data];
    expect(page.spans('Answers', index)).toEqual(expect.arrayContaining(names));
  });

  test('every member and word of a record stands in the table', () => {
    const listed = page.spans('Records', index);
    const wanted = [
      ...members(contract, 'CallRecord'),
      ...words(contract, 'MediaType', 'CallType', 'CallResult'),
    ];
    expect(listed).toEqual(expect.arrayContaining(wanted));
    const known = JSON.stringify(contract.openapi.components.schemas);
    expect(listed.filter((name) => !known.includes(`"${name}"`))).toEqual([]);
  });

  test('every member of the filter stands in the table', () => {
    const wanted = members(contract, 'GetRecordsByFilterRequest');
    expect(page.spans('The filter', index)).toEqual(expect.arrayContaining(wanted));
  });

  test('a cell that is a reading names its decisions', () => {
    expect(findUnnamedDecisions(page, contract)).toEqual([]);
  });

  test('every refusal has the codes that conform', () => {
    expect(findRefusalFaults(page, contract)).toEqual([]);
  });

  test('every limit stands in the table', () => {
    expect(findLimitFaults(page, contract)).toEqual([]);
  });
});

test('the configuration of callbacks has the members of both, and the words of v4', () => {
  expect(page.spans('The callback configuration', 0)).toEqual(members(v1, 'CallbackConfiguration'));
  const configuration = [...members(v4, 'CallbackConfiguration'), ...words(v4, 'CallbackCommand')];
  expect(page.spans('The callback configuration', 1)).toEqual(configuration);
});

test.each([v1, v4])('the webhooks of $generation stand in the tables', (contract) => {
  expect(findWebhookFaults(page, contract)).toEqual([]);
});

test('hosts that no page of Call lists are named as unconfirmed', () => {
  const entry = v4.decisions.split('\n## ').find((one) => one.startsWith('V4-U-22 ')) ?? '';
  const hosts = readSpans(entry).filter((span) => /^[\w.-]+\.com$/.test(span));
  expect(hosts.length).toBeGreaterThan(2);
  const named = readSpans(page.section('Hosts'));
  expect(hosts.filter((host) => !named.includes(host))).toEqual([]);
});

test('every decision that the page names is one of its generation', () => {
  expect(page.ids.some((id) => id.startsWith('V1-'))).toBe(true);
  expect(findUnknownDecisions(page)).toEqual([]);
});

describe('a fault of the page is found', () => {
  test.each([
    ['(V1-16, V1-U-10, V1-U-41)', '', 'The filter: endTimestamp lacks V1-U-10'],
    ['(V1-26, V1-U-28) | `AcceptTime`', '| `AcceptTime`', 'Records: acceptTs lacks V1-U-28'],
    ['(V4-U-11) |\n| `endTs`', '|\n| `endTs`', 'Records: AcceptTime lacks V4-U-11'],
    ['(V1-09, V1-14, V1-U-07)', '', 'Records: callees lacks V1-14'],
    ['(V1-10, V1-23, V1-32, V1-U-06)', '', 'Records: callResult lacks V1-10'],
    ['(V4-03, V4-06, V4-U-12)', '', 'Records: CallResult lacks V4-06'],
    ['any; 101050 is', '101050 is', 'a parameter of the records lacks any'],
    ['70014, 70016, 70020, 70050 (V4-U-01) |', '70014 (V4-U-01) |', 'the UserSig is wrong lacks 70016'],
    ['60003, 60015, 100002 (V4-U-26)', '60003, 100002', 'a parameter of the callback names no decision'],
    ['| 3 seconds |', '| 4 seconds |', 'backendTimeout is not 3 seconds'],
    ['| 1000 bytes', '| 1000 letters', 'userDataBytes is not 1000 bytes'],
    ['10000 to 600000', '1 to 600000', 'Timeout has no range'],
    ['`callee_ignore_call`, ', '', 'Webhooks lacks callee_ignore_call'],
    ['`clientip`', '`ClientIP`', 'query lacks clientip'],
    ['`Sign`, ', '', 'query lacks Sign'],
    ['`ChangedUserList` of', 'a list of', 'body lacks ChangedUserList'],
    ['"ErrorMessage":"Success"', '"ErrorInfo":"Success"', 'answer lacks ErrorMessage'],
    ['`, `miniProgram`', '`', 'platform lacks miniProgram'],
    ['(V4-09)', '', 'Webhooks lacks V4-09'],
    ['(V1-01)', '(V1-99)', 'V1-99'],
  ])('%j', (from, to, fault) => {
    const broken = readPage(page.text.replace(from, () => to));
    expect(broken.text, 'the proof has to follow the page').not.toBe(page.text);
    expect([
      ...columns.flatMap((contract) => [
        ...findUnnamedDecisions(broken, contract),
        ...findRefusalFaults(broken, contract),
        ...findLimitFaults(broken, contract),
      ]),
      ...[v1, v4].flatMap((contract) => findWebhookFaults(broken, contract)),
      ...findUnknownDecisions(broken),
    ]).toContain(fault);
  });
});
