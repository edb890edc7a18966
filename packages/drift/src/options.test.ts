import { expect, test } from 'vitest';
import {
  applyFixes,
  checkDrift,
  compareDocuments,
  createPageFetcher,
  Judge,
  readExchanges,
  renderTerminal,
} from './index.ts';
import { syntheticReport } from './report/testing/synthetic-report.ts';

function untyped<Options>(options: object): Options {
  return Object.assign(Object.create(null), options);
}

const sink = { exchange: () => {}, violation: () => {} };

test.each<[string, () => unknown, string]>([
  [
    'checkDrift',
    () => checkDrift(untyped({ failsOn: 'breaking' })),
    'failsOn is not an option of checkDrift: did you mean failOn?',
  ],
  [
    'compareDocuments',
    () => compareDocuments(untyped({ lockfile: 'x', fetcher: () => {} })),
    'did you mean lockFile?',
  ],
  ['createPageFetcher', () => createPageFetcher(untyped({ maxByte: 5 })), 'did you mean maxBytes?'],
  [
    'readExchanges',
    () => readExchanges('no-such-file', sink, untyped({ signals: undefined })),
    'did you mean signal?',
  ],
  ['Judge', () => new Judge(untyped({ neverSeenAftr: 5 })), 'did you mean neverSeenAfter?'],
  ['applyFixes', () => applyFixes(untyped({ finding: [] })), 'did you mean findings?'],
  [
    'renderTerminal',
    () => renderTerminal(syntheticReport(), untyped({ colour: true })),
    'did you mean color?',
  ],
])('%s refuses a misspelt option, and names the one that was meant', async (_, call, message) => {
  await expect((async () => call())()).rejects.toMatchObject({
    name: 'DriftOptionError',
    code: 'drift-option',
    message: expect.stringContaining(message),
  });
});

test.each([
  [{ failOn: 'braking' }, "failOn has an unknown value (got 'braking'): did you mean breaking?"],
  [
    { failOn: 3 },
    'failOn has an unknown value (got 3): pass one of breaking, additive, informational, never',
  ],
  [{ neverSeenAfter: '20' }, "neverSeenAfter must be a number of at least 1 (got '20')"],
  [{ neverSeenAfter: 0 }, 'neverSeenAfter must be a number of at least 1 (got 0)'],
  [{ staleAfterMilliseconds: Number.NaN }, 'staleAfterMilliseconds must be a number of at least 0 (got NaN)'],
])('checkDrift refuses %j, which would let drift pass', async (options, message) => {
  await expect(checkDrift(untyped(options))).rejects.toThrow(message);
});
