import { json } from 'node:stream/consumers';
import { describe, expect, test, vi } from 'vitest';
import { runCli } from '../../testing/run-cli.ts';
import { mockAccount, openServer } from '../../testing/set-up.ts';
import { readMoment } from './filter.ts';

/** A zone in which it is about noon, so that no midnight passes meanwhile; POSIX turns the sign around. */
const ahead = 12 - new Date().getUTCHours();
const zone = { TZ: ahead === 0 ? 'UTC' : `Etc/GMT${ahead > 0 ? '-' : '+'}${Math.abs(ahead)}` };
const offset = `${ahead < 0 ? '-' : '+'}${String(Math.abs(ahead)).padStart(2, '0')}:00`;
const day = 86_400;
const today = Math.floor((Date.now() / 1000 + ahead * 3600) / day) * day - ahead * 3600;
const yesterday = today - day;
const dayText = new Date((yesterday + day / 2 + ahead * 3600) * 1000).toISOString().slice(0, 10);
const starts = {
  before: yesterday - 1,
  first: yesterday,
  last: today - 1,
  midnight: today,
  after: today + 1,
};
const records = Object.entries(starts).map(([callId, startCallTs]) => ({
  callId,
  startCallTs,
  acceptTs: startCallTs,
  endTs: startCallTs,
}));

async function list(...args: string[]) {
  const { environment } = await mockAccount({ records });
  const run = await runCli(['records', 'list', '--json', ...args], { ...environment, ...zone });
  expect(run.exitCode, run.stderr).toBe(0);
  const found: { callId: string }[] = JSON.parse(run.stdout);
  return { ids: found.map(({ callId }) => callId), stderr: run.stderr };
}

describe('the time of a list', () => {
  test('newest first, and with --reverse oldest first, cut at the other end', async () => {
    expect((await list('--limit', '2')).ids).toEqual(['after', 'midnight']);
    expect((await list('--limit', '2', '--reverse')).ids).toEqual(['before', 'first']);
  });

  test('a day is that of the time zone of the machine, which is said', async () => {
    for (const text of ['yesterday', dayText]) {
      const { ids, stderr } = await list('--from', text, '--to', text);
      expect(ids, text).toEqual(['last', 'first']);
      expect(stderr).toContain(
        `time zone of this machine, ${zone.TZ}: ${dayText} 00:00:00 ${offset} to ${dayText} 23:59:59 ${offset}`,
      );
    }
  });

  test('a time that has not come yet has no calls, which is said', async () => {
    const year = new Date().getFullYear() + 1;
    const { ids, stderr } = await list('--from', `${year}-02-28`, '--to', `${year}-02-28`);
    expect(ids).toEqual([]);
    expect(stderr).toContain(`No call can have begun yet: ${year}-02-28 00:00:00 `);
    expect((await list('--from', 'today', '--to', `${year}-02-28`)).stderr).not.toContain('No call can');
  });

  test('a time zone without a name is told by its offset', async () => {
    const { environment } = await mockAccount({ records });
    const line = 'records list --from yesterday --json';
    const { stderr } = await runCli(line, { ...environment, TZ: 'ABC+5' });
    expect(stderr).toMatch(/^Days are read in the time zone of this machine: [\d-]+ 00:00:00 -05:00 to /);
  });

  test('--before leaves out the moment itself, so that days that follow one another share no call', async () => {
    expect((await list('--from', 'yesterday', '--before', 'today')).ids).toEqual(['last', 'first']);
    expect((await list('--from', 'today')).ids).toEqual(['after', 'midnight']);
    expect((await list('--before', String(today))).ids).toEqual(['last', 'first', 'before']);
    expect((await list('--before', new Date(today * 1000 + 500).toISOString())).ids).toContain('midnight');
  });

  test('times before 1970, where the service begins to count, become 1970', async () => {
    for (const text of ['1960-01-01', '0050-01-01', '99999d']) {
      const { ids, stderr } = await list('--from', text);
      expect(ids, text).toHaveLength(5);
      expect(stderr).toContain('The service keeps records for 7 days');
    }
  });

  test('a start longer ago than records are kept is reported, and one of 7d is not', async () => {
    expect((await list('--from', '8d')).stderr).toMatch(
      /^The service keeps records for 7 days: calls before \d/,
    );
    expect((await list('--from', '7d')).stderr).toBe('');
  });
});

describe('the newest records of many', () => {
  const start = Math.floor(Date.now() / 1000) - 6 * 86_400;
  const many = Array.from({ length: 3000 }, (_, at) => {
    const startCallTs = start + at * 150;
    return { callId: `call-${at}`, startCallTs, acceptTs: startCallTs, endTs: startCallTs + 400 };
  });

  test('are found with a few requests', async () => {
    const { mock, environment } = await mockAccount({ records: many, rateLimit: false });
    const { stdout } = await runCli(['records', 'list', '--json', '--limit', '30'], environment);
    const found: { callId: string }[] = JSON.parse(stdout);
    const expected = many.slice(-30).map(({ callId }) => callId);
    expect(found.map(({ callId }) => callId)).toEqual(expected.reverse());
    // Reading them all takes more than thirty requests. One asks how the service reads the end of a filter.
    expect(mock.requests.length).toBeLessThan(14);
  });

  test('are found where a filter has to hold the whole of a call, as the pages may mean', async () => {
    const now = Math.floor(Date.now() / 1000);
    const long = Array.from({ length: 40 }, (_, at) => now - (at + 1) * 10_800);
    const calls = [
      ...long.map((startCallTs) => ({ startCallTs, endTs: startCallTs + 10_740 })),
      ...Array.from({ length: 250 }, (_, at) => {
        const startCallTs = now - 6 * 86_400 + at * 60;
        return { startCallTs, endTs: startCallTs + 30 };
      }),
    ].map((times, at) => ({ callId: `call-${at}`, ...times }));
    const url = await openServer(async (request, response) => {
      const { startTimestamp, endTimestamp, page = 1, numberPerPage = 100 } = Object(await json(request));
      const matches = calls.filter(
        (call) => call.startCallTs >= startTimestamp && call.endTs <= endTimestamp,
      );
      const callRecordList = matches.slice((page - 1) * numberPerPage, page * numberPerPage);
      const data = { totalNum: matches.length, page, callRecordList };
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify({ errorCode: 0, errorMessage: 'Success', requestId: '1', data }));
    });
    const { environment } = await mockAccount();
    const line = ['records', 'list', '--json', '--limit', '30'];
    const { stdout } = await runCli(line, { ...environment, TRTC_CALL_BASE_URL: url });
    const found: { startCallTs: number }[] = JSON.parse(stdout);
    expect(found.map(({ startCallTs }) => startCallTs)).toEqual(long.slice(0, 30));
  });

  test('are found where all of them began within one of the last seconds of a week', async () => {
    const startCallTs = Math.floor(Date.now() / 1000) - 5 * 86_400;
    const crowd = Array.from({ length: 250 }, (_, at) => ({ callId: `call-${at}`, startCallTs }));
    const { environment } = await mockAccount({ records: crowd, rateLimit: false });
    const { stdout } = await runCli(['records', 'list', '--json', '--limit', '20'], environment);
    expect(JSON.parse(stdout)).toHaveLength(20);
  });
});

test('a day has as many hours as the clocks of its zone say', () => {
  vi.stubEnv('TZ', 'Europe/Berlin');
  const now = Date.parse('2026-10-26T09:00:00Z');
  const read = (text: string, edge: 'first' | 'last') =>
    new Date(readMoment('--from', text, now, edge) * 1000).toISOString();
  for (const text of ['2026-10-25', 'yesterday']) {
    expect(read(text, 'first')).toBe('2026-10-24T22:00:00.000Z');
    expect(read(text, 'last')).toBe('2026-10-25T22:59:59.000Z');
  }
  expect(read('today', 'first')).toBe('2026-10-25T23:00:00.000Z');
  vi.unstubAllEnvs();
});

test.each([
  ['90s', 90],
  ['5m', 300],
  ['24h', 86_400],
  ['7d', 604_800],
  ['2w', 1_209_600],
])('%s is %i seconds ago', (text, seconds) => {
  expect(readMoment('--from', text, 1_800_000_000_000, 'first')).toBe(1_800_000_000 - seconds);
});
