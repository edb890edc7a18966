import { closeSync, openSync, writeSync } from 'node:fs';
import { type HarEntry, harEntry } from '@trtc-call/client/har';
import type { Exchange } from '../traffic/exchange.ts';
import { Configurations, conformingExchanges } from './conforming/conforming-exchanges.ts';
import { type Spec, specs } from './conforming/document.ts';

/** Written at once; more would only be held in memory. */
const chunkCharacters = 1 << 20;

/** Writes exchanges as HAR 1.2, however many they are, and replaces what was there. */
export function writeHar(path: string, exchanges: Iterable<Exchange>): number {
  const head = '{"log":{"version":"1.2","creator":{"name":"trtc-call","version":"0"},"entries":[\n';
  return write(path, exchanges, head, ',\n', '\n]}}\n');
}

export function writeNdjson(path: string, exchanges: Iterable<Exchange>): number {
  return write(path, exchanges, '', '\n', '\n');
}

function write(
  path: string,
  exchanges: Iterable<Exchange>,
  head: string,
  between: string,
  tail: string,
): number {
  const file = openSync(path, 'w');
  try {
    let count = 0;
    let text = head;
    for (const exchange of exchanges) {
      text += `${count === 0 ? '' : between}${JSON.stringify(toEntry(exchange))}`;
      count += 1;
      if (text.length < chunkCharacters) continue;
      writeSync(file, text);
      text = '';
    }
    writeSync(file, text + tail);
    return count;
  } finally {
    closeSync(file);
  }
}

/** One entry of a HAR file, with the headers that the client records. */
export function toEntry(exchange: Exchange): HarEntry {
  const { sensor, startedAt = 0, milliseconds = -1, method, url, requestContentType, requestBody } = exchange;
  const { status, contentType, answerBody } = exchange;
  const headers = {
    connection: 'keep-alive',
    'content-length': String(answerBody?.length ?? 0),
    ...nameType(contentType),
    date: new Date(startedAt).toUTCString(),
    'keep-alive': 'timeout=30',
  };
  const recorded = {
    startedAt,
    milliseconds,
    request: { method, url, headers: nameType(requestContentType), body: requestBody },
    answer: { status, headers, body: answerBody },
  };
  return harEntry(recorded, { sensor, redact: (text) => text });
}

function nameType(contentType: string | undefined): Record<string, string> {
  return contentType === undefined ? {} : { 'content-type': contentType };
}

const poolSize = 2000;
const largestBody = 10_000;

// Writes a HAR file of `count` conforming exchanges, as fast as the disk takes it: a few thousand, repeated, each time
// later than before.
export function writeRepeatedHar(path: string, count: number, { operations }: Spec = specs.v1): void {
  // Of what is set by a large body nothing is on record here.
  const configurations = new Configurations();
  const pool = [...conformingExchanges({ seed: 11, count: poolSize, operations })]
    .filter(({ requestBody = '' }) => requestBody.length < largestBody)
    .map((exchange) => withSign(configurations.keep(exchange)));
  const times = pool.map(({ startedAt = 0 }) => startedAt);
  const span = Math.max(...times) - Math.min(...times) + 600_000;
  // Apart at the time, so that another can be put between.
  const parts = pool.map((exchange, at) => {
    const time = new Date(times[at] ?? 0).toISOString();
    const entry = JSON.stringify(toEntry(exchange));
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

const takenOut = 'usersig=%5Bredacted%5D';
/** Letters as in a UserSig; it signs nothing. */
const madeUp = 'usersig=eJwrzE-KSSxKTVFISc1JLUlNUchMqSwoAQA7iwfB';

/** Other tools hold what was taken out of a record against the pattern of a UserSig: they get one that fits. */
export function withSign(exchange: Exchange): Exchange {
  return { ...exchange, url: exchange.url.replace(takenOut, madeUp) };
}
