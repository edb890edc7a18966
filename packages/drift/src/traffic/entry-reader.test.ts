import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createViolationFile, harEntry } from '@trtc-call/client/har';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { temporaryFolder } from '../testing/temporary-folder.ts';
import { readElement } from './entry-reader.ts';
import type { Exchange, ReportedViolation } from './exchange.ts';

const folder = temporaryFolder();

function read(element: unknown) {
  const exchanges: Exchange[] = [];
  const violations: ReportedViolation[] = [];
  const reason = readElement(element, {
    exchange: (exchange) => exchanges.push(exchange),
    violation: (violation) => violations.push(violation),
  });
  return { reason, exchange: exchanges[0], violation: violations[0] };
}

/** An entry as another program writes it. */
function foreignEntry(changes: Record<string, unknown>, response: Record<string, unknown> = {}) {
  const url = 'https://example.com/v1/records/x';
  const request = { method: 'POST', url, headers: {}, body: '{}' };
  const answer = { status: 200, headers: {}, body: '{"errorCode":0}' };
  const entry = harEntry({ startedAt: 0, milliseconds: 1, request, answer });
  return { ...entry, ...changes, response: { ...entry.response, ...response } };
}

describe('an entry of another program', () => {
  test('with base64, and what a connection took apart', () => {
    const text = Buffer.from('é!').toString('base64');
    const content = { size: 3, mimeType: 'text/html', encoding: 'base64', text };
    const timings = { blocked: 500, dns: 1, connect: 300, send: 1, wait: 90, receive: 9 };
    expect(read(foreignEntry({ time: 900, timings }, { content, headers: [] })).exchange).toMatchObject({
      sensor: 'production',
      milliseconds: 100,
      contentType: 'text/html',
      answerBody: 'é!',
    });
  });
  test('a time is used where it is not taken apart, and none where it is unknown', () => {
    expect(read(foreignEntry({ timings: { wait: -1 }, time: 7 })).exchange?.milliseconds).toBe(7);
    expect(read(foreignEntry({ timings: {}, time: -1 })).exchange?.milliseconds).toBeUndefined();
  });
  test('what is not one is said to be none', () => {
    expect(read({}).reason).toBe('neither an entry of HAR nor a report of a client');
    expect(read({ request: {}, response: {} }).reason).toBe('an entry without method and URL');
  });
});

test('a record of our own holds a request as it was sent: without a type, and empty', () => {
  const sent = { method: 'POST', url: 'https://example.com/v1/records/x', headers: {}, body: '' };
  const entry = harEntry({ startedAt: 0, milliseconds: 1, request: sent, answer: undefined });
  expect(read(entry).exchange).toMatchObject({ requestContentType: undefined, requestBody: '' });
});

describe('a moment is read alike wherever the check runs', () => {
  test.each([
    ['2026-01-02T23:30:00', '2026-01-02T23:30:00Z'],
    ['2026-01-02T23:30:00Z', '2026-01-02T23:30:00Z'],
    [' 2026-01-02T23:30:00Z\n', '2026-01-02T23:30:00Z'],
    ['2026-01-02', '2026-01-02T00:00:00Z'],
    ['2026-01-02 23:30', '2026-01-02T23:30:00Z'],
    [1767396600000, '2026-01-02T23:30:00Z'],
    ['1/2/2026, 11:30:00 PM', '2026-01-02T23:30:00Z'],
    ['1/2/2026, 11:30:00\u202fpm ', '2026-01-02T23:30:00Z'],
    ['1/2/2026, 11:30 PM +0100', '2026-01-02T22:30:00Z'],
    ['01-02-2026', '2026-01-02T00:00:00Z'],
    ['2-Jan-2026', '2026-01-02T00:00:00Z'],
    ['2 Jan 2026 23:30 (EST)', '2026-01-02T23:30:00Z'],
    ['2 Jan 2026 23:30 EST', '2026-01-03T04:30:00Z'],
    ['23:30 GMT 1/2/2026', '2026-01-02T23:30:00Z'],
    ['Fri Jan 02 2026 23:30:00 GMT+0100 (Central European Standard Time)', '2026-01-02T22:30:00Z'],
    ['2026-01-02T23:30:00.123456789-05:00', '2026-01-03T04:30:00.123Z'],
  ])('%j', (startedDateTime, moment) => {
    for (const machine of ['America/New_York', 'Asia/Shanghai']) {
      vi.stubEnv('TZ', machine);
      onTestFinished(() => void vi.unstubAllEnvs());
      expect(read(foreignEntry({ startedDateTime })).exchange?.startedAt).toBe(Date.parse(moment));
    }
  });
  test('and one that is none, or that no date can hold, is unknown', () => {
    const long = `2026-01-02T23:30:00${' '.repeat(1e6)}Z`;
    for (const startedDateTime of ['soon', '2026-01-02T23:30:00 CET', long, 1e300, -1e300, undefined]) {
      expect(read(foreignEntry({ startedDateTime })).exchange?.startedAt).toBeUndefined();
    }
  });
});

describe('a report of a client', () => {
  test('may be about the query of its request', () => {
    const path = join(folder, 'odd-identifier.ndjson');
    const file = createViolationFile({ path });
    file.onContractViolation({
      operationId: 'deleteCallback',
      generation: 'v1',
      requestId: undefined,
      rule: 'undocumented-request',
      pointer: '?identifier',
      expected: 'a string that matches ^[A-Za-z]+$',
      got: 'another string',
    });
    file.close();
    const { reason, violation } = read(JSON.parse(readFileSync(path, 'utf8')));
    expect(reason).toBeUndefined();
    expect(violation).toMatchObject({ pointer: '?identifier' });
  });
  test('is skipped where its place is not a JSON Pointer', () => {
    const report = { operationId: 'getRecordByCallId', rule: 'type', expected: 'array', got: 'a string' };
    const reasons = ['/data', '', 'data'].map((pointer) => read({ ...report, pointer }).reason);
    expect(reasons).toEqual([undefined, undefined, 'neither an entry of HAR nor a report of a client']);
  });
});
