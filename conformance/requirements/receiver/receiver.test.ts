import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { readPort } from '@trtc-call/test-servers';
import { expect, onTestFinished, test } from 'vitest';
import { rawSender } from '../../targets/send-raw.ts';
import { receiverRequirements, receiverSuites } from '../suites.ts';
import { findDecisionFaults, findIdFaults, findSentenceFaults, listDecisions } from '../testing/guards.ts';
import { hideAddresses } from './receiver-context.ts';

const readDecisions = (generation: string) =>
  readFileSync(new URL(`../../../spec/${generation}/decisions.md`, import.meta.url), 'utf8');

test('the meaning of each id stays what it was', async () => {
  const lines = receiverRequirements.map(({ id, level, sentence }) => `${id} ${level} ${sentence}`);
  await expect(`${lines.join('\n')}\n`).toMatchFileSnapshot('./__snapshots__/receiver-meanings.txt');
});

test('ids are of one form and none is used twice, and no two sentences say the same', () => {
  expect(findIdFaults(receiverRequirements.map(({ id }) => id))).toEqual([]);
  for (const { requirements } of receiverSuites) {
    expect(findSentenceFaults(requirements.map(({ sentence }) => sentence))).toEqual([]);
  }
});

test('every decision that is named has an entry, and every sentence a page', () => {
  for (const { generation, requirements } of receiverSuites) {
    const subjects = requirements.map((one) => ({ ...one, operations: [] }));
    expect(findDecisionFaults(subjects, listDecisions(readDecisions(generation)))).toEqual([]);
  }
  expect(receiverRequirements.filter(({ source }) => source.length === 0)).toEqual([]);
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

test('an answer without an end is given up at its bound', async () => {
  const server = createServer((_, response) => {
    const more = () => {
      while (!response.destroyed && response.write(' '.repeat(64 * 1024)));
    };
    response.on('drain', more);
    more();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = new URL(`http://127.0.0.1:${readPort(server)}/`);
  const { send, close } = rawSender(url);
  onTestFinished(() => {
    close();
    server.closeAllConnections();
    server.close();
  });
  await expect(send({ url, method: 'POST', headers: {}, body: '{}' }, 60_000)).rejects.toThrow(
    'the answer is longer than 1048576 characters',
  );
});
