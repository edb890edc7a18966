import { randomUUID } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import draft06 from 'ajv/dist/refs/json-schema-draft-06.json' with { type: 'json' };
import fc from 'fast-check';
import harSchemas from 'har-schema';
import { afterAll, describe, expect, test } from 'vitest';
import { sampleRecord, success } from '../testing/answering-fetch.ts';
import { signUserSig } from '../usersig/index.ts';
import {
  createHarFile,
  createRedact,
  createViolationFile,
  type HarExchange,
  harEntry,
  RecordingError,
} from './index.ts';

const folder = mkdtempSync(join(tmpdir(), 'trtc-call-har-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const newPath = () => join(folder, `${randomUUID()}.har`);

const ajv = new Ajv({ strict: false, validateFormats: false });
ajv.addMetaSchema(draft06);
ajv.addSchema(Object.values(harSchemas));
const isHar = ajv.compile({ $ref: 'har.json#' });

const exchange: HarExchange = {
  startedAt: Date.UTC(2026, 0, 2, 3, 4, 5, 678),
  milliseconds: 12.5,
  request: {
    method: 'POST',
    url: 'https://example.com/v1/records/x?sdkappid=1&identifier=alice&usersig=[redacted]&random=5',
    headers: { 'content-type': 'application/json' },
    body: '{"callId":"a"}',
  },
  answer: { status: 200, headers: { 'Content-Type': 'application/json' }, body: '{"errorCode":0}' },
};

function written(path: string): { log: { entries: unknown[] } } {
  return JSON.parse(readFileSync(path, 'utf8'));
}

describe('a HAR file', () => {
  test('is HAR 1.2, whatever came of the exchange', () => {
    const path = newPath();
    const har = createHarFile({ path, sensor: 'probes' });
    har.onExchange(exchange);
    har.onExchange({ ...exchange, answer: undefined });
    har.onExchange({ ...exchange, answer: { status: 404, headers: {}, body: undefined } });
    har.onExchange({ ...exchange, request: { method: 'GET', url: 'https://example.com/', headers: {} } });
    har.close();
    const content = written(path);
    expect(isHar(content), JSON.stringify(isHar.errors)).toBe(true);
    expect(content.log.entries).toHaveLength(4);
    expect(content.log.entries[0]).toMatchObject({
      startedDateTime: '2026-01-02T03:04:05.678Z',
      time: 12.5,
      request: { postData: { mimeType: 'application/json', text: '{"callId":"a"}' } },
      response: { status: 200, content: { text: '{"errorCode":0}' } },
      _sensor: 'probes',
    });
    expect(isHar({ log: {} }), 'the schema of HAR lets anything through: look at this test').toBe(false);
  });

  test('is one of production when nothing is said', () => {
    expect(harEntry(exchange)).toMatchObject({ _sensor: 'production' });
  });

  test('without an exchange is whole, and is whole after it was closed twice', () => {
    const path = newPath();
    const har = createHarFile({ path });
    har.close();
    har.close();
    har.onExchange(exchange);
    expect(written(path).log.entries).toEqual([]);
  });

  test('holds every exchange that was told of before the process died', () => {
    const path = newPath();
    createHarFile({ path }).onExchange(exchange);
    expect(readFileSync(path, 'utf8')).toContain('"callId');
  });

  test('is readable by its owner alone', () => {
    const path = newPath();
    createHarFile({ path }).close();
    expect(statSync(path).mode & 0o777).toBe(0o600);
  });

  test('that is there already is not touched', () => {
    const path = newPath();
    writeFileSync(path, 'kept');
    expect(() => createHarFile({ path })).toThrow(RecordingError);
    expect(() => createHarFile({ path })).toThrow(
      /is there already, and was not written by this recorder; choose another name/,
    );
    expect(readFileSync(path, 'utf8')).toBe('kept');
  });

  test('that cannot be made says so at once, with the remedy', () => {
    expect(() => createHarFile({ path: join(folder, 'none', 'x.har') })).toThrow(
      /ENOENT; choose a folder that you may write to/,
    );
  });
});

test('what was taken out before is written as it is', async () => {
  const path = newPath();
  const har = createHarFile({ path });
  for (const mark of ['[redacted]', '%5Bredacted%5D']) {
    const url = exchange.request.url.replace('[redacted]', mark);
    har.onExchange({ ...exchange, request: { ...exchange.request, url } });
  }
  har.close();
  const text = readFileSync(path, 'utf8');
  expect(text).toContain('usersig=[redacted]&random=5');
  expect(text).toContain('usersig=%5Bredacted%5D&random=5');
  expect(text).not.toContain('[redacted]]');
});

test('the account that calls is written nowhere, where that is asked for', () => {
  const path = newPath();
  const har = createHarFile({ path, redactIdentifier: true });
  const url = 'https://example.com/v1?identifier=admin.ops%40corp&random=5';
  const body = JSON.stringify({ errorMessage: 'no such account: admin.ops@corp (admin.ops%2540corp)' });
  const answer = { status: 200, headers: { 'x-account': 'admin.ops@corp' }, body };
  har.onExchange({ ...exchange, request: { ...exchange.request, url }, answer });
  har.close();
  expect(readFileSync(path, 'utf8')).not.toMatch(/admin\.ops/);
  expect(written(path).log.entries).toMatchObject([
    { request: { url: 'https://example.com/v1?identifier=[redacted]&random=5' } },
  ]);
});

describe('no secret survives anywhere in a file', () => {
  const key = '5bd2850fff3ecb11d7c805251c51ee463a25727bddc2385f3fa8bfee1bb93b5e';
  const userSig = signUserSig({ sdkAppId: 1, identifier: 'alice', secretKey: key, now: () => 1.7e12 });
  const given = 'a "given" secret/with=signs';
  const secrets = [key, userSig, given];
  const spellings = (secret: string) => [
    secret,
    encodeURIComponent(secret),
    JSON.stringify(secret).slice(1, -1),
    JSON.stringify(JSON.stringify(secret)).slice(3, -3),
  ];
  const plain = fc.string({ maxLength: 20 });
  const secret = fc.constantFrom(...secrets.flatMap(spellings));
  const text = fc.oneof(
    plain,
    fc.tuple(plain, secret, plain).map((parts) => parts.join(' ')),
  );
  const headers = fc.dictionary(fc.constantFrom('cookie', 'Authorization', 'x-a', 'content-type'), text);
  const body = fc.oneof(
    text,
    fc.dictionary(plain, text).map((members) => JSON.stringify(members)),
  );
  const exchanges = fc.record({
    startedAt: fc.nat(),
    milliseconds: fc.nat(),
    request: fc.record({
      method: fc.constant('POST'),
      url: text.map((part) => `https://example.com/v1?usersig=${encodeURIComponent(part)}&random=${part}`),
      headers,
      body,
    }),
    answer: fc.record({ status: fc.constant(200), headers, body }),
  });

  test('raw, in a URL, or in JSON within JSON', () => {
    const redact = createRedact({ secrets: [given] });
    fc.assert(
      fc.property(exchanges, (exchange) => {
        const entry = JSON.stringify(harEntry(exchange, { redact }));
        for (const hidden of secrets.flatMap(spellings)) {
          for (const form of spellings(hidden)) expect(entry).not.toContain(form);
        }
      }),
    );
  });

  test('while everything else is as it was', () => {
    const body = JSON.stringify(success(sampleRecord));
    expect(createRedact()(body)).toBe(body);
    const url = 'https://example.com/?sdkappid=1&identifier=alice&random=5';
    expect(createRedact()(url)).toBe(url);
    expect(createRedact({ redactIdentifier: true })(url)).toBe(url.replace('alice', '[redacted]'));
  });
});

test('a violation is a line with its time', () => {
  const path = newPath();
  const file = createViolationFile({ path, now: () => exchange.startedAt });
  const violation = {
    operationId: 'getRecordByCallId',
    generation: 'v1',
    requestId: 'an-id',
    rule: 'unlisted-word',
    pointer: '/data/callResult',
    expected: 'one of',
    got: '"offline"',
  } as const;
  file.onContractViolation(violation);
  file.onContractViolation(violation);
  file.close();
  const lines = readFileSync(path, 'utf8').trimEnd().split('\n');
  expect(lines.map((line) => JSON.parse(line))).toEqual([
    { at: '2026-01-02T03:04:05.678Z', ...violation },
    { at: '2026-01-02T03:04:05.678Z', ...violation },
  ]);
});
