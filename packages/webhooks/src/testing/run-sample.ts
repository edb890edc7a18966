import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';

const folder = join(import.meta.dirname, '../..');
/** The page about receivers. */
export const page = readFileSync(join(folder, '../../docs/webhooks.md'), 'utf8');
const samples = [...page.matchAll(/^```ts(?: compile)?\n([\s\S]*?)^```/gm)].map(([, code = '']) => code);

/** The sample of the page that bills with this store. */
function findSample(store: string): string {
  const [sample, ...others] = samples.filter((code) => code.includes(`${store}({`) && code.includes('bills'));
  if (!sample || others.length > 0) throw new Error(`The page has no sample, or several, with ${store}.`);
  return sample;
}

/**
 * Runs the sample with a store on all webhooks of a call with two sides, and on one without an id.
 *
 * @param change where the store is, in place of what the sample says
 * @param printRows reads the rows that were billed
 */
export async function expectToBillOnce(
  store: string,
  change: readonly [given: string, here: string],
  printRows: string,
): Promise<void> {
  const sample = findSample(store).replace(...change);
  const send = `
    const { createCallWebhooks, createWebhook } = await import('@trtc-call/webhooks/send');
    const call = { callId: 'call 1', roomId: 'room', caller: 'alice', callees: ['bob'], mediaType: 'audio',
      sdkAppId: 1400000000, result: 'normal_end', startCallTs: 1704856873, acceptTs: 1704856876, endTs: 1704856885 };
    const lost = createWebhook({ command: 'normal_end', sdkAppId: 1400000000, body: { CallId: undefined, EndTs: undefined } });
    for (const webhook of [...createCallWebhooks(call).map(({ webhook }) => webhook), lost]) {
      for (const repetition of [1, 2]) {
        const url = 'https://receiver.example/?' + new URLSearchParams(webhook.query);
        const answer = await receiver.fetch(new Request(url, { method: 'POST', body: JSON.stringify(webhook.body) }));
        const { ErrorCode } = await answer.json();
        if (ErrorCode !== 0) throw new Error('ErrorCode ' + ErrorCode);
      }
    }
    console.log(JSON.stringify(${printRows}));`;
  const code = sample.replace('await receiver.close();', `${send}\nawait receiver.close();`);
  const child = spawn(process.execPath, ['--input-type=module-typescript', '-e', code], { cwd: folder });
  const [printed, errors, end] = await Promise.all([
    child.stdout.toArray(),
    child.stderr.toArray(),
    new Promise((resolve) => child.on('close', resolve)),
  ]);
  expect(end, errors.join('')).toBe(0);
  // One row for the call, though each side has sent its ending, and one for a person to look at.
  expect(JSON.parse(printed.join(''))).toEqual([
    ['call 1', 9],
    [expect.stringMatching(/^[\w-]{43}$/), null],
  ]);
}
