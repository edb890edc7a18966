import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { app, openReceiver, status } from '../testing/open-receiver.ts';

const body = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.jsonValue().map((value) => JSON.stringify(value)),
  fc
    .tuple(fc.constantFrom(...Object.keys(status)), fc.jsonValue())
    .map(([name, value]) => JSON.stringify({ ...status, [name]: value })),
);
const search = fc.oneof(
  fc.webQueryParameters(),
  fc.webQueryParameters().map((more) => `sdkappid=${app}&command=normal_end&${more}`),
  fc.webQueryParameters().map((more) => `SdkAppid=${app}&CallbackCommand=Call.CallbackAfterEndCall&${more}`),
);
const type = fc.option(fc.string({ unit: fc.constantFrom('a', '/', ';', ' ', '+', 'application/json') }), {
  nil: 'text/plain',
});

test('whatever comes in is answered in the vendor’s form, and acknowledged only if it was handled', async () => {
  let handled = 0;
  const { receiver, outcomes } = openReceiver({
    '*': () => {
      handled += 1;
    },
  });
  await fc.assert(
    fc.asyncProperty(body, search, type, async (text, query, contentType) => {
      outcomes.length = 0;
      const before = handled;
      const headers = new Headers();
      headers.set('content-type', contentType.trim() || 'text/plain');
      const request = new Request(`https://x.example/?${query}`, { method: 'POST', body: text, headers });
      const response = await receiver.fetch(request);
      const answer = await response.json();
      expect(outcomes).toHaveLength(1);
      const [told] = outcomes;
      const parameters = new URLSearchParams(query);
      const isCommand = parameters.has('command') || parameters.has('CallbackCommand');
      const acknowledged = isCommand ? ['handled', 'duplicate'] : ['not-a-webhook'];
      expect(answer.ErrorCode === 0).toBe(acknowledged.includes(told?.outcome ?? ''));
      expect(handled - before).toBe(told?.outcome === 'handled' ? 1 : 0);
      expect(response.status === 200).toBe(answer.ErrorCode === 0);
    }),
    { numRuns: 500 },
  );
});

const program = join(import.meta.dirname, '../testing/hostile-hooks-program.ts');

test('nothing that a hook or a handler does leaves a request without an answer or ends the process', async () => {
  const run = promisify(execFile);
  const { stdout, stderr } = await run(process.execPath, [program, JSON.stringify(status)]);
  const told: Record<string, unknown> = JSON.parse(stdout);
  const wanted = Object.keys(told).map((name) => {
    if (name.startsWith('onOutcome')) return [name, 0];
    // A commit that is not awaited fails its handler like one that is.
    return [name, name.startsWith('confirm') ? 5 : 1];
  });
  expect(told, 'every request is answered').toEqual(Object.fromEntries(wanted));
  expect(wanted).toHaveLength(3 * 3 * 6 + 2);
  expect(stderr).toContain('onOutcome has failed: Error: broken');
  expect(stderr).toContain('failed: a value that has no text');
}, 30_000);
