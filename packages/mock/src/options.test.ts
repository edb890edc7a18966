import { describe, expect, test } from 'vitest';
import { MockOptionError } from './errors.ts';
import { resolveOptions, type StartMockOptions } from './options.ts';

describe('an option that cannot be is refused by name', () => {
  test.each([
    { field: 'sdkAppId', given: { sdkAppId: 0 } },
    { field: 'sdkAppId', given: { sdkAppId: 1.5 } },
    { field: 'userSigToleranceSeconds', given: { userSigToleranceSeconds: -1 } },
    { field: 'userSigToleranceSeconds', given: { userSigToleranceSeconds: '5m' } },
    { field: 'seed', given: { seed: -1 } },
    { field: 'port', given: { port: 65_536 } },
    { field: 'port', given: { port: '4010' } },
    { field: 'host', given: { host: '' } },
    { field: 'secretKey', given: { secretKey: '' } },
    { field: 'administrators', given: { administrators: [] } },
    { field: 'administrators', given: { administrators: [''] } },
    { field: 'now', given: { now: 5 } },
    { field: 'wait', given: { wait: 5 } },
    { field: 'records', given: { records: 'none' } },
    { field: 'cors', given: { cors: 'http://localhost:5173' } },
    { field: 'cors', given: { cors: ['http://localhost:5173/'] } },
    { field: 'cors', given: { cors: ['localhost'] } },
    { field: 'maxBodyBytes', given: { maxBodyBytes: 0 } },
    { field: 'maxHeaderBytes', given: { maxHeaderBytes: 10 } },
    { field: 'maxConnections', given: { maxConnections: 0 } },
    { field: 'requestTimeoutMilliseconds', given: { requestTimeoutMilliseconds: 0 } },
    { field: 'keepAliveMilliseconds', given: { keepAliveMilliseconds: 0 } },
    { field: 'journalSize', given: { journalSize: -1 } },
    { field: 'journalBytes', given: { journalBytes: 0 } },
    { field: 'allowWebhooksTo', given: { allowWebhooksTo: 'hooks.example' } },
    { field: 'allowWebhooksTo', given: { allowWebhooksTo: ['http://hooks.example'] } },
    { field: 'allowWebhooksTo', given: { allowWebhooksTo: ['hooks.example:80'] } },
    { field: 'allowWebhooksTo', given: { allowWebhooksTo: [''] } },
    { field: 'allowHosts', given: { allowHosts: ['mock.example/'] } },
    { field: 'allowHosts', given: { allowHosts: [7] } },
    { field: 'maxApps', given: { maxApps: 0 } },
  ])('$field: $given', ({ field, given }) => {
    const refusal = catchError(() => resolveOptions(given as StartMockOptions));
    expect(refusal).toBeInstanceOf(MockOptionError);
    expect(refusal).toMatchObject({
      field,
      code: 'mock-option',
      remedy: expect.stringMatching(/^Give |^Name /),
    });
  });
});

test('a refused key is not shown', () => {
  const given: StartMockOptions = JSON.parse('{"secretKey":["canary"]}');
  const shown = String(catchError(() => resolveOptions(given)));
  expect(shown).toContain('secretKey');
  expect(shown).not.toContain('canary');
});

test('hosts are names and addresses', () => {
  const allowHosts = ['mock.example', 'MOCK.', '10.0.0.7', '::1', '[::1]', 'bücher.example'];
  expect(resolveOptions({ allowHosts }).allowHosts).toEqual(allowHosts);
});

test('no options are needed', () => {
  expect(resolveOptions({})).toMatchObject({
    sdkAppId: 1400000000,
    port: 0,
    rateLimit: true,
    records: 'sample',
  });
});

function catchError(act: () => unknown): unknown {
  try {
    act();
  } catch (error) {
    return error;
  }
  throw new Error('nothing was thrown; the option must be refused');
}
