import type { CallRecord } from '@trtc-call/client';
import { expect, test } from 'vitest';
import { loadContractOnce } from '../contract.ts';
import { v1 } from '../v1/index.ts';
import { createRandom } from './random.ts';
import { createSampleRecord, createSampleRecords } from './sample-records.ts';

const now = 1_700_000_000_000;
const { records: rules } = await loadContractOnce(v1);
const create = (seed: number, sdkAppId: number) =>
  createSampleRecords(rules, createRandom(seed, sdkAppId), sdkAppId, now);
const records = create(1, 1400000000);
const age = (record: CallRecord): number => now / 1000 - record.startCallTs;
const recent = records.filter((record) => age(record) <= rules.windowSeconds);

test('the same seed, app and time give the same records; another seed or app gives others', () => {
  expect(create(1, 1400000000)).toEqual(records);
  expect(create(2, 1400000000)[1]).not.toEqual(records[1]);
  expect(create(1, 1400000001)[1]?.callId).not.toBe(records[1]?.callId);
});

test('there are more recent records than the default page holds, and some that have left the window', () => {
  expect([recent.length, records.length - recent.length], 'the README states these numbers').toEqual([
    141, 6,
  ]);
  expect(Math.min(...records.map(age))).toBeGreaterThan(0);
  expect(recent.every((record) => age(record) < rules.windowSeconds - 3600)).toBe(true);
});

test('every result, both call types and both media types occur among the recent ones', () => {
  const words = (name: 'callResult' | 'callType' | 'mediaType') =>
    new Set(recent.map((record) => record[name]));
  expect([...words('callResult')].sort()).toEqual([...rules.words.callResults].sort());
  expect([...words('callType')].sort()).toEqual(['group', 'single']);
  expect([...words('mediaType')].sort()).toEqual(['audio', 'video']);
});

test('call ids differ, and participants are counted with the caller', () => {
  expect(new Set(records.map(({ callId }) => callId)).size).toBe(records.length);
  expect(records.every((record) => record.totalUserNumber === (record.callees?.length ?? 0) + 1)).toBe(true);
});

test('group calls end normally', () => {
  const results = records.filter(({ callType }) => callType === 'group').map(({ callResult }) => callResult);
  expect(new Set(results)).toEqual(new Set(['normal_end']));
});

test('a call is answered after its start and ends after that', () => {
  const ordered = records.every(({ startCallTs, acceptTs, endTs }) => {
    const answer = acceptTs ?? startCallTs;
    return startCallTs <= answer && answer < (endTs ?? Number.POSITIVE_INFINITY);
  });
  expect(ordered).toBe(true);
});

test('the record of the contract leads, moved into the window with its durations kept', () => {
  const [first] = records;
  const { callId, startCallTs, endTs = 0 } = rules.template;
  expect(first).toMatchObject({ callId, sdkAppId: 1400000000 });
  expect((first?.endTs ?? 0) - (first?.startCallTs ?? 0)).toBe(endTs - startCallTs);
});

test('what is asked of a record is what it has', () => {
  const given = { sdkAppId: 1, callType: 'group', callId: 'x', startCallTs: 5 };
  const made = createSampleRecord(rules, createRandom(1), given);
  expect(made).toMatchObject({ callType: 'group', callId: 'x', startCallTs: 5, callResult: 'normal_end' });
  expect(made.totalUserNumber).toBeGreaterThan(2);
});

test('random integers stay within their bounds and reach both', () => {
  const random = createRandom(3);
  const seen = new Set(Array.from({ length: 300 }, () => random.integer(2, 4)));
  expect([...seen].sort()).toEqual([2, 3, 4]);
});
