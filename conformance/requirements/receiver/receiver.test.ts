import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { receiverRequirements, receiverSuites } from '../suites.ts';
import {
  findChangedMeanings,
  findDecisionFaults,
  findIdFaults,
  findPageFaults,
  findSentenceFaults,
  listDecisions,
} from '../testing/guards.ts';
import { hideAddresses } from './receiver-context.ts';

const readDecisions = (generation: string) =>
  readFileSync(new URL(`../../../spec/${generation}/decisions.md`, import.meta.url), 'utf8');

test('the meaning of each id stays what it was: renewing the snapshot adds lines, and changes none', async () => {
  const file = './__snapshots__/receiver-meanings.txt';
  const lines = receiverRequirements.map(({ id, level, sentence }) => `${id} ${level} ${sentence}`);
  const remedy = `a new meaning takes the next number; where only words change, or an id is given up, edit its line in ${file}`;
  const snapshot = readFileSync(new URL(file, import.meta.url), 'utf8');
  expect(findChangedMeanings(snapshot, lines), remedy).toEqual([]);
  await expect(`${lines.join('\n')}\n`).toMatchFileSnapshot(file);
});

test('ids are of one form and none is used twice, and no two sentences say the same', () => {
  expect(findIdFaults(receiverRequirements.map(({ id }) => id))).toEqual([]);
  for (const { requirements } of receiverSuites) {
    expect(findSentenceFaults(requirements.map(({ sentence }) => sentence))).toEqual([]);
  }
});

test('every decision that is named has an entry, and every sentence a page', () => {
  for (const { generation, requirements } of receiverSuites) {
    const subjects = requirements.map((requirement) => ({ ...requirement, operations: [] }));
    expect(findDecisionFaults(subjects, listDecisions(readDecisions(generation)))).toEqual([]);
    expect(findPageFaults(generation, subjects)).toEqual([]);
  }
});

const rest = { sdkAppId: 1, failingUser: undefined, answerWithin: 1, endWithin: 1, handleWithin: 1 };
const hide = hideAddresses({
  ...rest,
  url: new URL('http://user:passw0rd@127.0.0.1/in/s3cret/s3cret-and-more?key=que%20ry&x=1'),
  effects: new URL('http://127.0.0.1/eff3cts'),
});

test.each([
  ['Cannot POST /in/s3cret?key=1', 'Cannot POST /in/[redacted]?key=1'],
  ['s3cret-and-more', '[redacted]'],
  ['que ry or que%20ry', '[redacted] or [redacted]'],
  ['user:passw0rd', '[redacted]:[redacted]'],
  ['/eff3cts is gone', '/[redacted] is gone'],
  ['{"path":"\\/in\\/s3cret-\\u0061nd-more"}', '{"path":"\\/in\\/[redacted]"}'],
  ['s3cret%2Dand%2Dmore', '[redacted]'],
  ['{"ErrorCode":1}', '{"ErrorCode":1}'],
])('%s is shown as %s', (text, shown) => {
  expect(hide(text)).toBe(shown);
});

test('a mark that is not an encoding is hidden as it is', () => {
  const url = new URL('http://127.0.0.1/100%25%zz');
  expect(hideAddresses({ ...rest, url, effects: undefined })('at /100%25%zz')).toBe('at /[redacted]');
});
