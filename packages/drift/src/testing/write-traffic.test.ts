import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { conformingExchanges } from './conforming/conforming-exchanges.ts';
import { harEntry, writeHar, writeNdjson } from './write-traffic.ts';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'drift-traffic-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

// More than one chunk.
const exchanges = [...conformingExchanges({ seed: 5, count: 1500 })];
const entries = exchanges.map((exchange): unknown => JSON.parse(JSON.stringify(harEntry(exchange))));

test('a HAR file holds every exchange in order', () => {
  const file = join(folder, 'traffic.har');
  expect(writeHar(file, exchanges)).toBe(1500);
  expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({ log: { version: '1.2', entries } });
});

test('an NDJSON file holds the same, one on each line', () => {
  const file = join(folder, 'traffic.ndjson');
  expect(writeNdjson(file, exchanges)).toBe(1500);
  const lines = readFileSync(file, 'utf8').trimEnd().split('\n');
  expect(lines.map((line): unknown => JSON.parse(line))).toEqual(entries);
});
