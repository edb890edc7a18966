import { expect, test } from 'vitest';
import { createProgress, renderTerminal, runConformance, runReceiverConformance } from '../index.ts';
import { syntheticReport } from '../testing/synthetic-report.ts';

/** Options as a program without types may give them. */
function untyped<Options>(options: object): Options {
  return JSON.parse(JSON.stringify(options));
}

test.each([
  [{ target: 'mock', allowMutation: true }, 'unknown option "allowMutation": did you mean allowMutations?'],
  [{ target: 'mock', levles: ['MUST'] }, 'unknown option "levles": did you mean levels?'],
  [{ target: 'mock', verbosity: 3 }, /^unknown option "verbosity": known options are levels, only, .*har$/],
  [
    { target: 'mock', har: { path: 'x', redactIdentifiers: true } },
    /"har\.redactIdentifiers": did you mean redactIdentifier\?$/,
  ],
  [{ target: 'mock', levels: ['Must'] }, 'unknown level "Must": known levels are MUST, SHOULD, MAY'],
])('runConformance refuses %j before anything is asked', async (options, message) => {
  await expect(runConformance(untyped(options))).rejects.toMatchObject({
    name: 'CannotRunError',
    code: 'unknown-option',
    message: typeof message === 'string' ? message : expect.stringMatching(message),
  });
});

const receiver = { receiver: 'http://127.0.0.1:1/', sdkAppId: 1 };

test.each([
  [runConformance, undefined, 'the options must be an object'],
  [runConformance, {}, 'target must be mock, live or a URL (got undefined)'],
  [runConformance, { target: 'mock', only: 'V1-ENV' }, "only must be a list of texts (got 'V1-ENV')"],
  [runConformance, { target: 'mock', generation: 'v3' }, "generation must be v1, v4 or both (got 'v3')"],
  [
    runConformance,
    { target: 'mock', allowMutations: 'false' },
    "allowMutations must be true or false (got 'false')",
  ],
  [runConformance, { target: 'mock', har: {} }, 'har.path must be the path of a file (got undefined)'],
  [runConformance, { target: 'mock', har: 'x.har' }, "har must be an object (got 'x.har')"],
  [
    runConformance,
    { target: 'mock', allowCalls: { caller: 1, callee: 2 } },
    'allowCalls.caller must be the id of an account (got 1)',
  ],
  [
    runReceiverConformance,
    { receiver: 'http://127.0.0.1:1/' },
    'sdkAppId must be an integer from 1 to 9007199254740991 (got undefined)',
  ],
  [
    runReceiverConformance,
    { ...receiver, answerWithinMilliseconds: NaN },
    'answerWithinMilliseconds must be an integer from 1 to 60000 (got NaN)',
  ],
  [
    runReceiverConformance,
    { ...receiver, failingUser: '' },
    "failingUser must be a text that is not empty (got '')",
  ],
])('%o refuses %j, by the option and what it has to be', async (run, options, message) => {
  await expect(Reflect.apply(run, undefined, [options])).rejects.toMatchObject({
    name: 'CannotRunError',
    code: 'bad-option',
    message,
  });
});

test.each([{ generation: 'v1' }, { only: ['V1-ENV', 'V1-OBS-001'] }])(
  'runConformance refuses accounts for calls where %j places none',
  async (options) => {
    const allowCalls = { caller: 'alice', callee: 'bob' };
    await expect(runConformance(untyped({ target: 'mock', ...options, allowCalls }))).rejects.toMatchObject({
      code: 'bad-option',
      message: 'allowCalls has no effect in v1, which places no calls: leave it out, or check v4',
    });
  },
);

test.each([
  [{ receiver: 'http://127.0.0.1:1/', sdkAppId: 1, answerWithin: 5 }, /"answerWithin": known options are/],
  [{ receiver: 'http://127.0.0.1:1/', sdkAppID: 1 }, /"sdkAppID": did you mean sdkAppId\?/],
  [{ receiver: 'http://127.0.0.1:1/', sdkAppId: 1, levels: ['SHALL'] }, /unknown level "SHALL"/],
])('runReceiverConformance refuses %j before anything is sent', async (options, message) => {
  await expect(runReceiverConformance(untyped(options))).rejects.toMatchObject({
    code: 'unknown-option',
    message: expect.stringMatching(message),
  });
});

test('what shows a run refuses misspelt options too', () => {
  const report = syntheticReport([]);
  expect(() => renderTerminal(report, untyped({ colour: true }))).toThrow(/"colour": did you mean color\?/);
  expect(() => createProgress(untyped({ live: false, totl: 3 }))).toThrow(/"totl": did you mean total\?/);
});
