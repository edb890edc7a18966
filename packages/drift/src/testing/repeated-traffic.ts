import { closeSync, openSync, writeSync } from 'node:fs';
import { conformingExchanges } from './conforming/conforming-exchanges.ts';
import { Configurations } from './conforming/relate.ts';
import { withSign } from './with-sign.ts';
import { harEntry } from './write-traffic.ts';

const poolSize = 2000;
const largestBody = 10_000;
const chunkCharacters = 1 << 20;

/**
 * Writes a HAR file of so many exchanges that conform, as fast as the disk takes it: some thousand, over and over, each
 * time later than before.
 */
export function writeRepeatedHar(path: string, count: number): void {
  // Of what is set by a large body nothing is on record here.
  const configurations = new Configurations();
  const pool = [...conformingExchanges({ seed: 11, count: poolSize })]
    .filter(({ requestBody = '' }) => requestBody.length < largestBody)
    .map((exchange) => withSign(configurations.keep(exchange)));
  const times = pool.map(({ startedAt = 0 }) => startedAt);
  const span = Math.max(...times) - Math.min(...times) + 600_000;
  // Apart at the time, so that another can be put between.
  const parts = pool.map((exchange, at) => {
    const time = new Date(times[at] ?? 0).toISOString();
    const entry = JSON.stringify(harEntry(exchange));
    const from = entry.indexOf(time);
    return { head: entry.slice(0, from), tail: entry.slice(from + time.length), time: times[at] ?? 0 };
  });
  const file = openSync(path, 'w');
  try {
    let text = '{"log":{"version":"1.2","creator":{"name":"trtc-call","version":"0"},"entries":[\n';
    for (let made = 0; made < count; ) {
      const later = Math.floor(made / parts.length) * span;
      for (const { head, tail, time } of parts.slice(0, count - made)) {
        text += `${made === 0 ? '' : ',\n'}${head}${new Date(time + later).toISOString()}${tail}`;
        made += 1;
        if (text.length < chunkCharacters) continue;
        writeSync(file, text);
        text = '';
      }
    }
    writeSync(file, `${text}\n]}}\n`);
  } finally {
    closeSync(file);
  }
}
