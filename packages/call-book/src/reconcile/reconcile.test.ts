import { expect, test } from 'vitest';
import { collect } from '../testing/play-calls.ts';
import { hour, openWorld, present } from '../testing/world.ts';

const all = () => true;
const endings = (word: string) => /end|cancel|reject/.test(word);

test('finds nothing where every webhook has come', async () => {
  const { play, compare } = await openWorld();
  await play({ callId: 'a', talkSeconds: 60 });
  await play({ callId: 'b', result: 'reject' });
  await play({
    callId: 'c',
    callees: ['bob', 'carol'],
    invited: ['dave'],
    joined: ['erin'],
    talkSeconds: 30,
  });
  const { verdict, findings, counts, totals } = await compare();
  expect({ verdict, findings, totals }).toEqual({
    verdict: 'agrees',
    findings: [],
    totals: { calls: 3, talkSeconds: 90, callsWithoutTalkSeconds: 0 },
  });
  expect(counts).toMatchObject({ records: 3, recordTalkSeconds: 90, agreeing: 3, applied: 0 });
});

test('does the same for calls of v4', async () => {
  const { play, compare, v4, book } = await openWorld();
  const group = { generation: 'v4', callees: ['bob', 'carol'] } as const;
  await play({ ...group, callId: 'a', talkSeconds: 60 });
  await play({ generation: 'v4', callId: 'b', result: 'Reject' });
  await play({ generation: 'v4', callId: 'c', talkSeconds: 5 });
  expect(await compare({ client: v4 })).toMatchObject({
    verdict: 'agrees',
    counts: { records: 3, agreeing: 3 },
    totals: { calls: 3, talkSeconds: 65, callsWithoutTalkSeconds: 0 },
  });
  const users = { alice: 65, bob: 65, carol: 60 };
  for await (const { user, talkSeconds } of book.userTotals())
    expect({ ...users, [user]: talkSeconds }).toEqual(users);

  await play({ ...group, callId: 'lost' }, all);
  await play({ ...group, callId: 'unended', talkSeconds: 30 }, (word) => word.includes('End'));
  const { findings } = await compare({ client: v4, apply: true });
  const kinds = findings.map(({ callId, kind }) => [callId, kind]);
  expect(kinds.sort()).toEqual([
    ['lost', 'missing'],
    ['unended', 'different'],
  ]);
  expect(await compare({ client: v4 })).toMatchObject({
    verdict: 'agrees',
    totals: { calls: 5, talkSeconds: 155 },
  });
});

test('finds what is missing and different, repairs it, and finds nothing then', async () => {
  const { play, compare, book } = await openWorld();
  await play({ callId: 'whole', talkSeconds: 10 });
  await play({ callId: 'lost', talkSeconds: 20 }, all);
  await play({ callId: 'unended', talkSeconds: 30 }, endings);
  await play({ callId: 'alone', result: 'cancel' }, (word) => word.startsWith('callee'));
  const found = await compare();
  const shown = found.findings.map(({ callId, kind, differences, applied }) => [
    callId,
    kind,
    differences,
    applied,
  ]);
  expect(shown).toEqual(
    expect.arrayContaining([
      ['lost', 'missing', [], false],
      [
        'unended',
        'different',
        [
          { field: 'talkSeconds', book: null, record: 30 },
          { field: 'result', book: null, record: 'normal_end' },
        ],
        false,
      ],
    ]),
  );
  expect(found).toMatchObject({ verdict: 'differs', counts: { missing: 1, different: 1, agreeing: 2 } });
  expect((await compare()).counts, 'nothing was written').toEqual(found.counts);

  const repaired = await compare({ apply: true });
  expect(repaired).toMatchObject({ verdict: 'differs', counts: { missing: 1, different: 1, applied: 4 } });
  const again = await compare({ apply: true });
  expect(again).toMatchObject({
    verdict: 'agrees',
    findings: [],
    counts: { agreeing: 4, applied: 0 },
    totals: { calls: 4, talkSeconds: 60, callsWithoutTalkSeconds: 0 },
  });
  expect(await collect(book.userTotals())).toEqual([
    { user: 'alice', calls: 4, talkSeconds: 60, callsWithoutTalkSeconds: 0 },
    { user: 'bob', calls: 4, talkSeconds: 60, callsWithoutTalkSeconds: 0 },
  ]);
});

test('knows a call that the vendor has no record of, one that goes on and one that has just ended', async () => {
  const { play, compare, mock } = await openWorld();
  await play({ callId: 'invented' });
  await play({ callId: 'going-on' }, endings);
  await play({ callId: 'just-ended', hoursAgo: 0 });
  mock.records.clear();
  const { findings, counts } = await compare({ to: present });
  expect(findings.map(({ callId, kind }) => [callId, kind])).toEqual([['invented', 'unknown']]);
  expect(counts).toMatchObject({ unknown: 1, open: 1, young: 1 });
  const [{ book, record, reason } = {}] = findings;
  expect([book?.state, book?.talkSeconds, record]).toEqual(['ended', 60, null]);
  expect(reason).toMatch(/the list of records is complete where it began and lacks it/);
});

test('counts a call at a boundary of time once, in the window in which it began', async () => {
  const { mock, compare } = await openWorld();
  const middle = present - 10 * hour;
  const starts = [middle - hour, middle - 1, middle, middle + 1, middle + hour - 1, middle + hour];
  for (const startCallTs of starts)
    mock.records.add({ startCallTs, acceptTs: startCallTs, endTs: startCallTs + 7200 });
  const windows = [
    { from: middle - hour, to: middle },
    { from: middle, to: middle + hour },
  ];
  const counted = await Promise.all(windows.map(compare));
  expect(counted.map(({ counts }) => [counts.records, counts.missing])).toEqual([
    [2, 2],
    [3, 3],
  ]);
  for (const window of windows) await compare({ ...window, apply: true });
  expect(await Promise.all(windows.map(async (window) => (await compare(window)).totals.calls))).toEqual([
    2, 3,
  ]);
});

test('reads both generations, each with its own window and app', async () => {
  const { mock, compare, v1, v4, book, sdkAppId } = await openWorld();
  const StartTime = present - 5 * hour;
  mock.records.add({ startCallTs: StartTime, acceptTs: StartTime + 1, endTs: StartTime + 11 });
  const times = { StartTime, AcceptTime: StartTime + 3, EndTime: StartTime + 23 };
  const users = { Caller_Account: 'alice', CalleeList_Account: ['alice', 'bob'] };
  mock.records.add(
    { CallId: 'four', ...users, ...times, CallType: 'SingleCall', CallResult: 'NormalEnd' },
    { generation: 'v4' },
  );
  mock.records.add(
    { CallId: 'unanswered', ...users, ...times, AcceptTime: 0, CallResult: 'NotAnswer' },
    { generation: 'v4' },
  );
  const result = await compare({ client: [v1, v4], apply: true });
  expect(result).toMatchObject({
    counts: { records: 3, missing: 3, applied: 3, recordTalkSeconds: 30 },
    totals: { calls: 3, talkSeconds: 30, callsWithoutTalkSeconds: 0 },
  });
  expect(await book.get({ generation: 'v4', app: sdkAppId, callId: 'four' })).toMatchObject({
    state: 'confirmed',
    participants: ['alice', 'bob'],
    talkSeconds: 20,
    result: 'normal_end',
  });
  expect((await compare({ client: [v1, v4] })).verdict).toBe('agrees');
});

test.each<[Record<string, unknown>, RegExp]>([
  [{ from: present, to: present - 1 }, /^reconcile: from must be before to$/],
  [{ from: Date.now() }, /from must be a Date or Unix seconds \(got \d+\)/],
  [{ from: '24h' }, /from must be a Date or Unix seconds \(got 24h\)/],
  [{ from: present + hour, to: undefined }, /from must be before now, by the clock of the service/],
  [{ apply: 'yes' }, /apply must be true or false \(got yes\)/],
  [{ client: [] }, /client must be one client, or one of each \(got none\)/],
  [{ client: undefined }, /client must be made by createTrtcCallClient\(\) \(got undefined\)/],
  [{ client: 5 }, /client must be made by createTrtcCallClient\(\) \(got 5\)/],
  [{ book: undefined }, /book must be made by createCallBook\(\) \(got undefined\)/],
  [{ book: {} }, /book must be made by createCallBook\(\)/],
  [{ signal: 5 }, /signal must be an AbortSignal \(got 5\)/],
  [{ now: 5 }, /now must be a function \(got 5\)/],
  [{ onFinding: 'log' }, /onFinding must be a function \(got log\)/],
  [{ settleSeconds: -1 }, /settleSeconds must be an integer from 0 on \(got -1\)/],
  [{ aply: true }, /did you mean apply\?/],
])('refuses %j, which cannot be meant', async (options, message) => {
  const { compare } = await openWorld();
  await expect(compare(options)).rejects.toThrow(message);
});

test('refuses two clients of one app, which would count each call twice', async () => {
  const { compare, v1 } = await openWorld();
  await expect(compare({ client: [v1, v1] })).rejects.toThrow(/got two of one app in one generation/);
});

test('the result keeps 1000 findings when nothing is said, and counts the others', async () => {
  const { mock, compare } = await openWorld();
  const startCallTs = present - 2 * hour;
  for (let at = 0; at < 1003; at += 1) {
    mock.records.add({ callId: `${at}`, startCallTs, acceptTs: startCallTs, endTs: startCallTs + 1 });
  }
  const { findings, omitted } = await compare();
  expect([findings.length, omitted]).toEqual([1000, 3]);
});
