import { limits } from '@trtc-call/spec/v1';
import { expect, test } from 'vitest';
import { newState, planOf, refuseIfTooLate } from './export-state.ts';

const plan = planOf({ sdkAppId: 1, baseUrl: undefined, format: 'csv', formulaGuard: true, asked: {} });
const begun = newState(plan, { startTimestamp: 1000, endTimestamp: 2000 });
const windowMilliseconds = limits.dataWindow.value * 86_400_000;

test('an export that stopped longer ago than records are kept is not gone on with', () => {
  const state = { ...begun, completedUpTo: 1500, records: 1 };
  const last = 1_500_999 + windowMilliseconds;
  expect(() => refuseIfTooLate(state, last)).not.toThrow();
  expect(() => refuseIfTooLate(state, last + 1)).toThrow(/interrupted too long ago.+--restart$/);
});

test('one that has nothing yet, or all, is', () => {
  expect(() => refuseIfTooLate(begun, 1e13)).not.toThrow();
  expect(() => refuseIfTooLate({ ...begun, completedUpTo: 1500, whole: true }, 1e13)).not.toThrow();
});
