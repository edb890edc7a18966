import { channel } from 'node:diagnostics_channel';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import {
  createLeakSearch,
  type EchoAnswer,
  isFullProof,
  spellings,
  startEchoServer,
  tokenSpellings,
} from '@trtc-call/test-servers';
import { expect, onTestFinished, test } from 'vitest';
import { createHarFile, createViolationFile } from './har/index.ts';
import { type CallOptions, channelNames, createTrtcCallClient } from './index.ts';
import { sampleRecord } from './testing/answering-fetch.ts';

const secretKey = '5bd2850fff3ecb11d7c805251c51ee463a25727bddc2385f3fa8bfee1bb93b5e';
const identifier = 'admin_of_ops';
const sdkAppId = 1400000000;

/** Every form in which a value reaches a log. */
function shown(value: unknown): string {
  const all = inspect(value, {
    depth: null,
    showHidden: true,
    getters: true,
    maxStringLength: null,
    maxArrayLength: null,
  });
  return `${all}\n${inspect(value)}\n${JSON.stringify(value)}\n${String(value)}`;
}

const answers: readonly EchoAnswer[] = ['refusal', 'success', 'redirect', 'text'];

// In the short form one service gives the answers in turn.
test.each(isFullProof ? answers : [undefined])(
  'nothing that a client gives holds a credential that was repeated in any spelling',
  { timeout: 180_000 },
  async (answer) => {
    await using server = await startEchoServer({
      secrets: [secretKey],
      data: sampleRecord,
      ...(answer && { answer }),
    });
    const folder = mkdtempSync(join(tmpdir(), 'trtc-call-echoes-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const outputs: Record<string, string[]> = {};
    const note = (name: string) => (value: unknown) => {
      outputs[name] = [...(outputs[name] ?? []), shown(value)];
    };
    for (const [name, channelName] of Object.entries(channelNames)) {
      const listener = note(`channel ${name}`);
      channel(channelName).subscribe(listener);
      onTestFinished(() => {
        channel(channelName).unsubscribe(listener);
      });
    }
    const files = { har: join(folder, 'calls.har'), violations: join(folder, 'violations.ndjson') };
    // The recorder knows neither the key nor the UserSig.
    const har = createHarFile({ path: files.har, redactIdentifier: true });
    const violations = createViolationFile({ path: files.violations });
    const client = createTrtcCallClient({
      generation: 'v1',
      sdkAppId,
      secretKey,
      identifier,
      region: server.url,
      retry: { maxAttempts: 2, baseMilliseconds: 1, capMilliseconds: 1 },
      limiter: false,
      validate: 'report',
      onExchange: har.onExchange,
      onContractViolation: violations.onContractViolation,
    });
    onTestFinished(() => client.close());
    const calls = Object.keys({ ...spellings, ...tokenSpellings }).length + Object.keys(spellings).length;
    const body = { callId: 'a' };
    const path = '/v1/records/get_record_by_callId';
    const failed = (error: unknown) => error;
    // An answer of text is retried: the event of that is looked at a few times, each spelling once.
    const once = { retry: false } as const;
    const ways: readonly (readonly [name: string, ask: (options: CallOptions) => Promise<unknown>])[] = [
      ['withResponse', (options) => client.records.get('a-call', options).withResponse()],
      ['result', (options) => client.callbacks.get(options).result()],
      ['data', (options) => client.records.query({ startTimestamp: 0 }, options)],
      ['api', () => client.api.POST(path, { body, ...once })],
      [
        'fetch',
        async () => {
          const response = await client.fetch(server.url + path, { method: 'POST', body: '{}' });
          return [...response.headers, await response.text()];
        },
      ],
    ];
    // Each answer has another spelling in its headers: in the long form each way sees them all, in the short one each
    // spelling is seen once.
    const turns = isFullProof ? calls : Math.ceil(calls / ways.length);
    for (let turn = 0; turn < turns; turn += 1) {
      const options = isFullProof || turn === 0 ? {} : once;
      for (const [name, ask] of ways) note(name)(await ask(options).catch(failed));
    }
    har.close();
    note('HAR')(readFileSync(files.har, 'utf8'));
    note('violations')(readFileSync(files.violations, 'utf8'));
    expect(server.userSigs.size).toBeGreaterThan(0);
    expect(Object.keys(outputs)).toEqual(
      expect.arrayContaining(['withResponse', 'channel onExchange', 'HAR']),
    );
    const findLeak = createLeakSearch(server.said);
    for (const [name, texts] of Object.entries(outputs)) {
      for (const text of texts)
        expect(findLeak(text), `${name} shows a part of a credential`).toBe(undefined);
    }
    const recorded = outputs.HAR?.join('') ?? '';
    for (const write of Object.values(spellings)) expect(recorded).not.toContain(write(identifier));
  },
);
