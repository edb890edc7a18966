import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { createMock, type FaultOptions, type MockOptions, type OverrideOptions, startMock } from './index.ts';
import { resolveOptions, type StartMockOptions } from './options.ts';

describe('an invalid option is refused by name', () => {
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
    { field: 'rateLimit', given: { rateLimit: 'false' } },
  ])('$field: $given', async ({ field, given }) => {
    await expect(startMock(given as StartMockOptions)).rejects.toMatchObject({
      name: 'MockOptionError',
      code: 'mock-option',
      field,
      remedy: expect.stringMatching(/^(pass|name|leave) /),
    });
  });

  test('with what is allowed and what was given', async () => {
    await expect(startMock({ port: 99_999 })).rejects.toThrow(
      /^port must be an integer from 0 to 65535 \(got 99999\)/,
    );
  });
});

describe('an unknown name of an option is refused with the nearest known one', () => {
  const misspelt: readonly [name: string, nearest: string, pass: (options: object) => unknown][] = [
    ['prot', 'port', (options) => startMock(options)],
    ['ratelimit', 'rateLimit', (options) => startMock(options)],
    ['sdkAppid', 'sdkAppId', (options) => createMock(options as MockOptions)],
    ['identifer', 'identifier', async (options) => (await createMock()).userSig(options)],
    ['talkSecond', 'talkSeconds', async (options) => (await createMock()).simulateCall(options)],
    [
      'time',
      'times',
      async (options) =>
        (await createMock()).respondWith('getCallback', 'success', options as OverrideOptions),
    ],
    [
      'millisecond',
      'milliseconds',
      async (options) => (await createMock()).fault('delay', options as FaultOptions),
    ],
    ['sdkAppID', 'sdkAppId', async (options) => (await createMock()).reset(options)],
    ['sdkAppID', 'sdkAppId', async (options) => (await createMock()).records.add({}, options)],
    ['sdkAppID', 'sdkAppId', async (options) => (await createMock()).records.list(options)],
    ['sdkAppID', 'sdkAppId', async (options) => (await createMock()).records.clear(options)],
  ];
  test.each(misspelt)('%s is not %s', async (name, nearest, pass) => {
    // In an async function, so that what is thrown and what is rejected look alike.
    await expect((async () => pass({ [name]: 1 }))()).rejects.toMatchObject({
      name: 'MockOptionError',
      field: name,
      remedy: `did you mean ${nearest}?`,
    });
  });

  test('createMock has no options of a port', async () => {
    const options: MockOptions = JSON.parse('{"port":4010}');
    await expect(createMock(options)).rejects.toThrow(
      'port is an option of startMock, not of createMock; call startMock to listen on a port',
    );
  });

  test.each([0, 1.5, '1400000000'])('an app cannot be %j', async (given) => {
    const mock = await createMock();
    const options = JSON.parse(JSON.stringify({ sdkAppId: given }));
    const uses = [
      () => mock.userSig(options),
      () => mock.fault('drop', options),
      () => mock.respondWith('getCallback', 'success', options),
      () => mock.records.list(options),
      () => mock.reset(options),
    ];
    for (const use of uses) expect(use).toThrow(/^sdkAppId must be an integer from 1 /);
    expect(() => mock.simulateCall(options)).toThrow(/sdkAppId must be/);
  });

  test('and so are options that are not an object, and a value that is not a known word', async () => {
    const mock = await createMock();
    await expect(createMock(JSON.parse('null'))).rejects.toThrow('options of createMock must be an object');
    expect(() => mock.fault('delays' as 'delay')).toThrow(
      /^kind has an unknown value \(got 'delays'\); did you mean delay\?$/,
    );
    expect(() => mock.fault('drop', { operationId: 'getCallbak' as 'getCallback' })).toThrow(
      /did you mean getCallback\?$/,
    );
  });
});

test('dates that a test fakes are those of the mock, also of one that was made before', async () => {
  const mock = await createMock();
  vi.useFakeTimers({ now: 1_700_000_000_000, toFake: ['Date'] });
  onTestFinished(() => void vi.useRealTimers());
  await mock.fetch('https://mock.example/');
  expect(mock.requests.at(-1)?.at).toBe(1_700_000_000_000);
});

test('an option that is undefined is one that is left out', async () => {
  const absent: undefined = undefined;
  const now = () => 1_700_000_000_000;
  const [given, plain] = [
    await createMock({ now, seed: absent, records: absent, cors: absent, webhooks: absent }),
    await createMock({ now }),
  ];
  expect(given.userSig({ identifier: absent, lifetimeSeconds: absent })).toBe(plain.userSig());
  given.fault('delay', { milliseconds: absent, operationId: absent, when: absent, times: absent });
  given.reset({ sdkAppId: absent });
  const record = given.records.add({ callId: 'a', caller: absent }, { generation: absent, sdkAppId: absent });
  expect(record).toEqual(plain.records.add({ callId: 'a' }));
  const recordV4 = given.records.add({ CallId: 'a', Caller_Account: absent }, { generation: 'v4' });
  expect(recordV4).toEqual(plain.records.add({ CallId: 'a' }, { generation: 'v4' }));
  await using listening = await startMock({ port: absent, host: absent });
  expect(listening.port).toBeGreaterThan(0);
});

test('a refused key is not shown', async () => {
  const given: StartMockOptions = JSON.parse('{"secretKey":["canary"]}');
  const refusal = await startMock(given).catch(String);
  expect(refusal).toContain('secretKey');
  expect(refusal).not.toContain('canary');
});

test('hosts are names and addresses', () => {
  const allowHosts = ['mock.example', 'MOCK.', '10.0.0.7', '::1', '[::1]', 'bücher.example'];
  expect(resolveOptions('createMock', { allowHosts }, 'administrator').allowHosts).toEqual(allowHosts);
});

test('the defaults are those that the documentation of the options states', () => {
  expect(resolveOptions('startMock', {}, 'administrator')).toMatchObject({
    sdkAppId: 1400000000,
    administrators: ['administrator'],
    userSigToleranceSeconds: 300,
    seed: 1,
    rateLimit: true,
    packageActive: true,
    records: 'sample',
    maxBodyBytes: 1_048_576,
    journalSize: 1000,
    journalBytes: 16_777_216,
    maxApps: 1000,
    cors: false,
    allowWebhooksTo: [],
    allowHosts: [],
    port: 0,
    host: '127.0.0.1',
    maxConnections: 1000,
    maxHeaderBytes: 16_384,
    requestTimeoutMilliseconds: 5000,
    keepAliveMilliseconds: 30_000,
  });
});
