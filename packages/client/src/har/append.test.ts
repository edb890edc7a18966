import { randomUUID } from 'node:crypto';
import {
  appendFileSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { createHarFile, createViolationFile, type HarExchange } from './index.ts';

const folder = mkdtempSync(join(tmpdir(), 'trtc-call-har-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const newPath = () => join(folder, `${randomUUID()}.har`);

const exchange: HarExchange = {
  startedAt: Date.UTC(2026, 0, 2, 3, 4, 5, 678),
  milliseconds: 12.5,
  request: { method: 'POST', url: 'https://example.com/v1/records/x', headers: {}, body: '{"callId":"a"}' },
  answer: { status: 200, headers: {}, body: '{"errorCode":0}' },
};

describe('a file', () => {
  test('of an earlier start is gone on with, however that ended', () => {
    const times = (path: string) =>
      JSON.parse(readFileSync(path, 'utf8')).log.entries.map((entry: { time: number }) => entry.time);
    const record = (path: string, milliseconds: number, close = true) => {
      const har = createHarFile({ path });
      har.onExchange({ ...exchange, milliseconds });
      if (close) har.close();
    };
    const closed = newPath();
    createHarFile({ path: closed }).close();
    record(closed, 1);
    record(closed, 2);
    expect(times(closed)).toEqual([1, 2]);

    const killed = newPath();
    createHarFile({ path: killed });
    record(killed, 1, false);
    record(killed, 2, false);
    const whole = readFileSync(killed, 'utf8').length;
    // Killed while it wrote: every length that may be left of the last entry.
    for (const cut of [1, 2, 30, 200]) {
      truncateSync(killed, whole - cut);
      record(killed, 3, false);
      createHarFile({ path: killed }).close();
      expect(times(killed), `cut by ${cut}`).toEqual([1, 3]);
      createHarFile({ path: killed });
      truncateSync(killed, readFileSync(killed, 'utf8').lastIndexOf(',\n'));
      record(killed, 2, false);
    }
  });

  test('that a rotation has moved, removed or emptied begins anew', () => {
    const path = newPath();
    for (const before of [0, 1]) {
      const har = createHarFile({ path });
      for (let count = 0; count < before; count += 1) har.onExchange(exchange);
      truncateSync(path, 0);
      har.onExchange(exchange);
      har.onExchange(exchange);
      har.close();
      expect(JSON.parse(readFileSync(path, 'utf8')).log.entries, `after ${before}`).toHaveLength(2);
      truncateSync(path, 0);
    }
    createHarFile({ path }).close();
    expect(JSON.parse(readFileSync(path, 'utf8')).log.entries).toEqual([]);
    renameSync(path, `${path}.1`);
    createHarFile({ path }).close();
    expect(JSON.parse(readFileSync(path, 'utf8')).log.entries).toEqual([]);
  });

  test('that another recorder writes to is left alone, with a warning', () => {
    const path = newPath();
    const told: string[] = [];
    const first = createHarFile({ path });
    const second = createHarFile({ path, onError: ({ message }) => told.push(message) });
    for (const har of [first, second, first, second]) har.onExchange(exchange);
    second.close();
    first.close();
    expect(JSON.parse(readFileSync(path, 'utf8')).log.entries).toHaveLength(2);
    const says = 'another recorder writes to it; give each one a path of its own; the recording ends here';
    expect(told).toEqual([`cannot write ${path}: ${says}`]);
  });

  test('is refused where a new one is wanted', () => {
    const path = newPath();
    createHarFile({ path }).close();
    expect(() => createHarFile({ path, ifExists: 'refuse' })).toThrow(/is there already/);
  });

  test.each(['kept', '{"log":{}}', '{"at":1}\nkept\n', '\n'])(
    'of reports that is something else is kept: %j',
    (text) => {
      const path = newPath();
      writeFileSync(path, text);
      expect(() => createViolationFile({ path })).toThrow(/is there already/);
      expect(readFileSync(path, 'utf8')).toBe(text);
    },
  );

  test('of reports is gone on with, without a line that was cut off', () => {
    const path = newPath();
    const violation = {
      operationId: 'getCallback',
      generation: 'v1',
      requestId: 'a',
      rule: 'type',
      pointer: '',
      expected: '',
      got: '',
    } as const;
    const write = () => {
      const file = createViolationFile({ path });
      file.onContractViolation(violation);
      file.close();
    };
    write();
    write();
    appendFileSync(path, '{"at":"2026');
    write();
    const lines = readFileSync(path, 'utf8').trimEnd().split('\n');
    expect(lines.map((line) => JSON.parse(line).operationId)).toEqual([
      'getCallback',
      'getCallback',
      'getCallback',
    ]);
  });
});
