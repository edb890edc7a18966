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
