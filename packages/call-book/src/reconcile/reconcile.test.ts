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
    ...{ verdict: 'agrees', findings: [] },
    totals: { calls: 3, talkSeconds: 90, callsWithoutTalkSeconds: 0 },
  });
  expect(counts).toMatchObject({ records: 3, recordTalkSeconds: 90, agreeing: 3, applied: 0 });
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
    ...{ verdict: 'agrees', findings: [], counts: { agreeing: 4, applied: 0 } },
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

test('says what can no longer be known', async () => {
  const { play, compare } = await openWorld();
  await play({ callId: 'old', hoursAgo: 8 * 24 });
  await play({ callId: 'new' });
  const { verdict, findings } = await compare({ from: present - 9 * 24 * hour });
  expect({ verdict, kinds: findings.map(({ callId, kind }) => [callId, kind]) }).toEqual({
    ...{ verdict: 'undecided', kinds: [['old', 'expired']] },
  });
});
