import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import type { MistakeEntry } from '../contract.ts';
import type { OpenApiSchema } from '../open-api-document.ts';
import { contracts } from './each-contract.ts';

const written = readFileSync(join(import.meta.dirname, '../../../docs/migrate-v1-to-v4.md'), 'utf8');

/** The tables of a page by their headings, each row as its cells. */
const readTables = (page: string) =>
  new Map(
    page
      .split(/^#{2,3} /m)
      .slice(1)
      .map((section) => {
        const rows = section.split('\n').filter((line) => line.startsWith('| '));
        const cells = rows.slice(2).map((row) =>
          row
            .split('|')
            .slice(1, -1)
            .map((cell) => cell.trim()),
        );
        return [section.split('\n')[0] ?? '', cells];
      }),
  );

let page = written;
let tables = readTables(page);

const readSpans = (text: string) => [...text.matchAll(/`([^`]+)`/g)].map(([, code = '']) => code);
const readIds = (text: string) => [...text.matchAll(/V[14]-(?:U-)?\d+/g)].map(([id]) => id);

/** What stands in backquotes in one column of a table. */
function codeSpans(heading: string, column: number): string[] {
  const rows = tables.get(heading) ?? [];
  return rows.flatMap((row) => readSpans(row[column] ?? ''));
}

type Checked = Pick<(typeof contracts)[number], 'openapi' | 'citations'>;

function schema({ openapi }: Checked, name: string): OpenApiSchema {
  const found = openapi.components.schemas[name];
  if (!found) throw new Error(`there is no schema ${name}`);
  return found;
}

/** What was only seen in answers is on no page of the vendor, and not on this one until a person has read it. */
function isObserved({ citations }: Checked, schemaPart: string): boolean {
  return citations[`#/components/schemas/${schemaPart}`]?.source.includes('observed') ?? false;
}

function words(contract: Checked, ...names: string[]): string[] {
  return names
    .filter((name) => !isObserved(contract, name))
    .flatMap((name) => schema(contract, name).enum as string[]);
}

function members(contract: Checked, name: string): string[] {
  const { properties } = schema(contract, name);
  return Object.keys(properties ?? {}).filter(
    (member) => !isObserved(contract, `${name}/properties/${member}`),
  );
}

const columns = contracts.map((contract, index) => ({ ...contract, index }));

test.each(columns)(
  '$generation: every operation stands in the table with its rate',
  ({ operations, index }) => {
    const rows = tables.get('Operations') ?? [];
    const stated = rows.flatMap((row) => {
      const [path, rate] = row.slice(index * 2, index * 2 + 2);
      return path === '-' ? [] : [`${path?.replaceAll('`', '')} ${rate}`];
    });
    const wanted = Object.values(operations).map(({ path, rateLimit }) => `${path} ${rateLimit.requests}`);
    expect([...new Set(stated)].sort()).toEqual(wanted.sort());
  },
);

test.each(columns)(
  '$generation: the page says which clients place its calls',
  ({ generation, firstClients }) => {
    const [, section = ''] = page.split('## Which generation an app needs\n');
    const said = section.split('\n## ')[0]?.replace(/\s+/g, ' ') ?? '';
    for (const method of firstClients.methods) expect(said).toContain(`\`${method}()\``);
    // Every client that is older than those of v4 places calls of v1.
    if (generation === 'v4') {
      for (const [platform, version] of Object.entries(firstClients.versions)) {
        expect(said).toContain(`${platform} ${version}`);
      }
    }
  },
);

test.each(columns)('$generation: every host stands in the table', ({ servers, index }) => {
  expect(codeSpans('Hosts', index).sort()).toEqual(Object.values(servers).sort());
});

test.each(columns)('$generation: the members of an answer stand in the table', ({ envelope, index }) => {
  const names = [envelope.code, envelope.message, envelope.requestId, envelope.data];
  expect(codeSpans('Answers', index)).toEqual(expect.arrayContaining(names));
});

test.each(columns)(
  '$generation: every member and word of a record stands in the table',
  ({ index, ...contract }) => {
    const listed = codeSpans('Records', index);
    const wanted = [
      ...members(contract, 'CallRecord'),
      ...words(contract, 'MediaType', 'CallType', 'CallResult'),
    ];
    expect(listed).toEqual(expect.arrayContaining(wanted));
    const known = JSON.stringify(contract.openapi.components.schemas);
    expect(listed.filter((name) => !known.includes(`"${name}"`))).toEqual([]);
  },
);

test.each(columns)(
  '$generation: every member of the filter stands in the table',
  ({ index, ...contract }) => {
    const listed = codeSpans('The filter', index);
    expect(listed).toEqual(expect.arrayContaining(members(contract, 'GetRecordsByFilterRequest')));
  },
);

/** Decisions of a member, and of the list of words or types that it refers to: they are why its cell is a reading. */
function listDecisions(contract: Checked, name: string, member: string): string[] {
  const { citations } = contract;
  const at = (part: string): readonly string[] => citations[`#/components/schemas/${part}`]?.decision ?? [];
  const { properties } = schema(contract, name);
  const text = JSON.stringify(Object.entries(Object(properties)).find(([other]) => other === member) ?? []);
  const referred = [...text.matchAll(/"#\/components\/schemas\/(\w+)"/g)].map(([, one = '']) => one);
  const chosen = referred.filter((one) => schema(contract, one).enum ?? schema(contract, one).anyOf);
  return [`${name}/properties/${member}`, ...chosen].flatMap(at);
}

/** Members whose cell states a reading as a fact: the contract names decisions that the cell does not name. */
function findUnnamed(
  contract: Checked & { index: number },
  heading: string,
  names: readonly string[],
): string[] {
  const cells = (tables.get(heading) ?? []).map((row) => row[contract.index] ?? '');
  return names.flatMap((name) =>
    members(contract, name).flatMap((member) => {
      const cell = cells.find((one) => readSpans(one)[0] === member) ?? '';
      return listDecisions(contract, name, member)
        .filter((id) => !readIds(cell).includes(id))
        .map((id) => `${heading}: ${member} lacks ${id}`);
    }),
  );
}

const findAllUnnamed = (contract: Checked & { index: number }) => [
  ...findUnnamed(contract, 'Records', ['CallRecord']),
  ...findUnnamed(contract, 'The filter', ['GetRecordsByFilterRequest']),
  ...findUnnamed(contract, 'The callback configuration', ['SetCallbackRequest', 'CallbackConfiguration']),
];

test.each(columns)('$generation: a cell that is a reading names its decisions', (contract) => {
  expect(findAllUnnamed(contract)).toEqual([]);
});

test('the configuration of callbacks has the members of both, and the words of v4', () => {
  const [v1, v4] = bothColumns();
  expect(codeSpans('The callback configuration', 0)).toEqual(members(v1, 'CallbackConfiguration'));
  const configuration = [...members(v4, 'CallbackConfiguration'), ...words(v4, 'CallbackCommand')];
  expect(codeSpans('The callback configuration', 1)).toEqual(configuration);
});

/** The mistakes behind each row of refusals. */
const refused: Readonly<Record<string, readonly string[]>> = {
  'the UserSig has expired': ['usersig-expired'],
  'the UserSig is wrong': ['usersig-invalid', 'usersig-wrong-key'],
  'the account is not an administrator': ['not-administrator'],
  'the rate limit': ['rate-exceeded'],
  'the body is not JSON': ['body-malformed'],
  'a parameter of a call': ['field-type'],
  'a parameter of the callback': ['configuration-field-type', 'field-type'],
  'a parameter of the records': ['record-field-type', 'field-type'],
  'no package': ['package-missing'],
  'no callback is configured': ['callback-absent'],
  'no such call': ['call-not-found'],
  'no such record': ['record-not-found'],
};
const operationTags: Readonly<Record<string, RegExp>> = {
  'a parameter of a call': /call_engine/,
  'a parameter of the callback': /callback/,
  'a parameter of the records': /record/,
};

/** Codes and decisions that a row of refusals leaves out. */
function findRefusalFaults({ mistakes, operations, errorCodes, index }: (typeof columns)[number]): string[] {
  const rows = tables.get('Refusals') ?? [];
  const known: readonly number[] = errorCodes.map(({ code }) => code);
  const paths = Object.values(operations);
  return [
    ...Object.keys(refused).filter((name) => !rows.some(([first]) => first === name)),
    ...rows.flatMap(([name = '', ...cells]) => {
      const cell = cells[index] ?? '';
      const ids = refused[name];
      if (!ids) return [`${name} has no mistake in this test`];
      const place = operationTags[name];
      const all: readonly MistakeEntry[] = mistakes;
      const meant = all.filter(
        ({ id, operations: named }) =>
          ids.includes(id) &&
          (!place || paths.some((one) => place.test(one.path) && named.includes(one.operationId))),
      );
      const allowed = meant.flatMap((row): readonly (number | 'any')[] =>
        row.allowed === 'any' ? ['any'] : row.allowed,
      );
      const stated = [...cell.replaceAll(/V[14]-\S+/g, '').matchAll(/\b\d{3,6}\b/g)].map(([code]) =>
        Number(code),
      );
      const readings = meant.filter((row) => row.allowed === 'any' || row.allowed.length > 1);
      return [
        ...allowed
          .filter((code) => !(code === 'any' ? cell.startsWith('any') : stated.includes(code)))
          .map((code) => `${name} lacks ${code}`),
        ...(readings.length > 0 && readIds(cell).length === 0 ? [`${name} names no decision`] : []),
        ...stated
          .filter((code) => !known.includes(code) || (allowed.length === 0 && meant.length === 0))
          .map((code) => `${name} has ${code}`),
      ];
    }),
  ];
}

test.each(columns)('$generation: every refusal has the codes that conform', (contract) => {
  expect(findRefusalFaults(contract)).toEqual([]);
});

/** Limits by the words that the table has for them. */
const limitRows: Readonly<Record<string, string>> = {
  dataWindow: 'records that can be asked for',
  recordDelay: 'until a record can be read after its call',
  backendTimeout: 'the service works on a request',
  defaultPageSize: 'records on a page, when nothing is said',
  userDataBytes: '`UserData` of a call that a server places',
};

/** Limits, ranges and decisions of limits that the table leaves out. */
function findLimitFaults(contract: (typeof columns)[number]): string[] {
  const { limits, index, citations, openapi } = contract;
  const rows = new Map((tables.get('Limits') ?? []).map(([name, ...cells]) => [name, cells[index] ?? '']));
  const stated = Object.entries(limits).flatMap(([name, { value, unit }]) => {
    const cell = rows.get(limitRows[name] ?? '') ?? '';
    const decided = citations[`#/x-limits/${name}`]?.decision ?? [];
    return [
      ...(cell.includes(`${value} ${unit}`) ? [] : [`${name} is not ${value} ${unit}`]),
      ...decided.filter((id) => !cell.includes(id)).map((id) => `${name} lacks ${id}`),
    ];
  });
  const schemas = ['StartCallByRobotRequest', 'RobotCallInfo'].map(
    (name) => openapi.components.schemas[name],
  );
  const ranges = schemas
    .flatMap((one) => Object.entries(one?.properties ?? {}))
    .flatMap(([name, property]) => {
      const { minimum, maximum } = property as { minimum?: number; maximum?: number };
      const row = [...rows].find(([first]) => first?.startsWith(`\`${name}\``))?.[1] ?? '';
      const isBounded = minimum !== undefined && maximum !== undefined;
      return !isBounded || row.startsWith(`${minimum} to ${maximum}`) ? [] : [`${name} has no range`];
    });
  return [...stated, ...ranges];
}

test.each(columns)('$generation: every limit stands in the table', (contract) => {
  expect(findLimitFaults(contract)).toEqual([]);
});

function bothColumns() {
  const [v1, v4] = columns;
  if (!v1 || !v4) throw new Error('a generation is missing');
  return [v1, v4] as const;
}

/** What the webhooks of v1 have and the page leaves out, and what of v4 waits for the contract and is not named. */
function findWebhookFaults(): string[] {
  const [v1, v4] = bothColumns();
  const section = page.split('\n## Webhooks\n')[1]?.split('\n## ')[0] ?? '';
  const row = (name: string) =>
    (tables.get('What is sent') ?? []).find(([first]) => first === name)?.[1] ?? '';
  const { parameters = {} } = v1.openapi.components;
  const sent = ['webhook-sdkappid', 'status-command', 'webhook-contenttype', 'clientip', 'optplatform'];
  const answer = readSpans(row('answer of the receiver'))[0] ?? '{}';
  const wanted: readonly [string, readonly string[], readonly string[]][] = [
    ['Webhooks', words(v1, 'CallStatusCommand', 'CallEventCommand'), codeSpans('Webhooks', 1)],
    ['Webhooks', words(v4, 'CallbackCommand'), codeSpans('Webhooks', 2)],
    ['query', sent.map((name) => parameters[name]?.name ?? name), readSpans(row('query'))],
    ['platform', words(v1, 'OptPlatform'), readSpans(row('platform'))],
    [
      'body',
      [...new Set([...members(v1, 'CallStatusWebhook'), ...members(v1, 'CallEventWebhook')])],
      readSpans(row('body')),
    ],
    ['answer', members(v1, 'WebhookAnswer'), Object.keys(JSON.parse(answer))],
  ];
  const waiting = v4.decisions
    .split(/^## /m)
    .filter((entry) => entry.includes('**Contract:** Nothing yet: webhooks'))
    .map((entry) => entry.split(' ')[0] ?? '');
  return [
    ...wanted.flatMap(([name, all, found]) => [
      ...all.filter((one) => !found.includes(one)).map((one) => `${name} lacks ${one}`),
      ...found.filter((one) => !all.includes(one)).map((one) => `${name} has ${one}`),
    ]),
    ...(waiting.length > 5
      ? []
      : ['no decision waits for the webhooks of v4: check them against the contract']),
    ...waiting.filter((id) => !readIds(section).includes(id)).map((id) => `Webhooks lacks ${id}`),
  ];
}

test('webhooks stand side by side, with the decisions that wait for those of v4', () => {
  expect(findWebhookFaults()).toEqual([]);
});

test('hosts that no page of Call lists are named as unconfirmed', () => {
  const [, v4] = bothColumns();
  const entry = v4.decisions.split('\n## ').find((one) => one.startsWith('V4-U-22 ')) ?? '';
  const hosts = readSpans(entry).filter((span) => /^[\w.-]+\.com$/.test(span));
  expect(hosts.length).toBeGreaterThan(2);
  const section = page.split('\n## Hosts\n')[1]?.split('\n## ')[0] ?? '';
  expect(hosts.filter((host) => !readSpans(section).includes(host))).toEqual([]);
});

function findUnknownDecisions(): string[] {
  const decisions = contracts.map((contract) => contract.decisions).join('\n');
  return readIds(page).filter((id) => !decisions.includes(`\n## ${id} `));
}

test('every decision that the page names is one of its generation', () => {
  expect(readIds(page).some((id) => id.startsWith('V1-'))).toBe(true);
  expect(findUnknownDecisions()).toEqual([]);
});

describe('a fault of the page is found', () => {
  afterEach(() => {
    page = written;
    tables = readTables(page);
  });
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
    ['"ErrorMessage":"Success"', '"ErrorInfo":"Success"', 'answer lacks ErrorMessage'],
    ['`, `miniProgram`', '`', 'platform lacks miniProgram'],
    ['(V4-09)', '', 'Webhooks lacks V4-09'],
    ['(V1-01)', '(V1-99)', 'V1-99'],
  ])('%j', (from, to, fault) => {
    page = written.replace(from, () => to);
    expect(page, 'the proof has to follow the page').not.toBe(written);
    tables = readTables(page);
    expect([
      ...columns.flatMap((contract) => [
        ...findAllUnnamed(contract),
        ...findRefusalFaults(contract),
        ...findLimitFaults(contract),
      ]),
      ...findWebhookFaults(),
      ...findUnknownDecisions(),
    ]).toContain(fault);
  });
});
