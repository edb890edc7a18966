import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isFullProof } from '@trtc-call/test-servers';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readContracts } from '../contract/contract.ts';
import type { Finding } from '../findings/finding.ts';
import { Judge } from '../judge/judge.ts';
import type { Exchange } from '../traffic/exchange.ts';
import { conformingExchanges } from './conforming/conforming-exchanges.ts';
import { temporaryFolder } from './temporary-folder.ts';
import { toEntry, writeHar, writeNdjson } from './write-traffic.ts';

const folder = temporaryFolder();

// More than one chunk.
const exchanges = [...conformingExchanges({ seed: 5, count: 1500 })];
const entries = exchanges.map((exchange): unknown => JSON.parse(JSON.stringify(toEntry(exchange))));

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

const contracts = readContracts();

function listFindings(exchanges: Iterable<Exchange>): Finding[] {
  const judge = new Judge({}, contracts);
  judge.begin('conforming');
  for (const exchange of exchanges) judge.exchange(exchange);
  expect(judge.end(undefined).unjudged).toEqual([]);
  return judge.findings();
}

test('whatever the seed, exchanges that conform give no finding', () => {
  fc.assert(
    fc.property(fc.integer(), (seed) => {
      const findings = listFindings(conformingExchanges({ seed, count: 400 }));
      expect(findings.map(({ title }) => title)).toEqual([]);
    }),
    // `npm run bench:drift` judges 10,000 of one seed, too.
    { numRuns: isFullProof ? 50 : 10 },
  );
});

test('the same seed gives the same exchanges, another seed gives others', () => {
  const texts = (seed: number) => JSON.stringify([...conformingExchanges({ seed, count: 50 })]);
  expect(texts(7)).toBe(texts(7));
  expect(texts(7)).not.toBe(texts(8));
});
