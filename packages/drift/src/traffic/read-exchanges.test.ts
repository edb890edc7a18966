import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { createHarFile, createViolationFile, type HarExchange, harEntry } from '@trtc-call/client/har';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { temporaryFolder } from '../testing/temporary-folder.ts';
import { readElement } from './entry-reader.ts';
import type { Exchange, ReportedViolation } from './exchange.ts';
import { ExchangeFileError, type ReadExchanges, readBytes, readExchanges } from './read-exchanges.ts';

const folder = temporaryFolder();

interface Kept extends ReadExchanges {
  readonly exchanges: Exchange[];
  readonly violations: ReportedViolation[];
}

function keeping() {
  const exchanges: Exchange[] = [];
  const violations: ReportedViolation[] = [];
  const sink = {
    exchange: (exchange: Exchange) => exchanges.push(exchange),
    violation: (violation: ReportedViolation) => violations.push(violation),
  };
  return { sink, exchanges, violations };
}

async function read(text: string | Uint8Array, size = 1 << 20): Promise<Kept> {
  const bytes = typeof text === 'string' ? new TextEncoder().encode(text) : text;
  const { sink, ...kept } = keeping();
  async function* chunks() {
    for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
  }
  return { ...(await readBytes('test', chunks(), sink)), ...kept };
}

const sample: HarExchange = {
  startedAt: Date.UTC(2026, 0, 2, 3, 4, 5, 678),
  milliseconds: 12.5,
  request: {
    method: 'POST',
    url: 'https://example.com/v1/records/x?sdkappid=1&random=5',
    headers: { 'content-type': 'application/json' },
    body: '{"callId":"a \\"{[ b"}',
  },
  answer: { status: 200, headers: { 'Content-Type': 'application/json' }, body: '{"errorCode":0}' },
};
const entry = JSON.stringify(harEntry(sample));
const joinHar = (...entries: string[]) => `{"log":{"version":"1.2","entries":[${entries.join(',')}]}}`;

describe('a file that this project wrote is read as it was written', () => {
  test('HAR', async () => {
    const path = join(folder, 'written.har');
    const har = createHarFile({ path, sensor: 'probes' });
    har.onExchange(sample);
    har.onExchange({ ...sample, answer: undefined });
    har.close();
    const { sink, exchanges } = keeping();
    expect(await readExchanges(path, sink)).toEqual({
      format: 'har',
      read: 2,
      skipped: [],
      damage: undefined,
    });
    expect(exchanges[0]).toEqual({
      sensor: 'probes',
      startedAt: sample.startedAt,
      milliseconds: 12.5,
      method: 'POST',
      url: sample.request.url,
      requestContentType: 'application/json',
      requestBody: sample.request.body,
      status: 200,
      contentType: 'application/json',
      answerBody: '{"errorCode":0}',
    });
    expect(exchanges[1]).toMatchObject({ status: 0, contentType: undefined });
  });

  test('NDJSON of violations, with entries of HAR between them', async () => {
    const path = join(folder, 'written.ndjson');
    const file = createViolationFile({ path, now: () => sample.startedAt });
    const violation = {
      operationId: 'getRecordByCallId',
      generation: 'v1',
      requestId: undefined,
      rule: 'type',
      pointer: '/data/caller',
      expected: 'a string',
      got: 'an integer',
    } as const;
    file.onContractViolation(violation);
    file.close();
    const text = `${readFileSync(path, 'utf8')}\r\n${entry}\n\n${entry}`;
    const { format, exchanges, violations, damage } = await read(text);
    expect({ format, damage, exchanges: exchanges.length }).toEqual({
      format: 'ndjson',
      damage: undefined,
      exchanges: 2,
    });
    const { requestId, ...known } = violation;
    expect(violations).toEqual([{ ...known, at: sample.startedAt }]);
  });
});

describe('files of others', () => {
  test('a browser’s: pages first, and other members around the entries', async () => {
    const text = `{ "log": { "pages": [{"entries": [{"a": "]}"}]}], "entries" : [ ${entry} ], "comment": "x" } }`;
    const { exchanges, damage } = await read(text);
    expect({ damage, exchanges: exchanges.length }).toEqual({ damage: undefined, exchanges: 1 });
  });
  test('what is not an exchange is counted by its reason', async () => {
    const { read: count, skipped } = await read(joinHar(entry, '{}', '{"request":{},"response":{}}', '{}'));
    expect(count).toBe(1);
    expect(skipped).toEqual([
      { reason: 'neither an entry of HAR nor a report of a client', count: 2 },
      { reason: 'an entry without method and URL', count: 1 },
    ]);
  });
  test('a byte order mark and gzip are undone', async () => {
    const marked = `\ufeff ${joinHar(entry)}`;
    expect((await read(marked)).read).toBe(1);
    expect((await read(gzipSync(marked))).read).toBe(1);
    const cut = await read(gzipSync(joinHar(entry, entry)).subarray(0, 200));
    expect(cut.damage?.reason).toBe('the compressed data is cut off or damaged');
  });
});

describe('whatever the pieces', () => {
  const words = fc.string({ unit: 'binary', maxLength: 30 });
  const entries = fc.array(
    fc
      .record({
        url: words,
        body: fc.oneof(
          words,
          fc.jsonValue().map((value) => JSON.stringify(value)),
        ),
      })
      .map(({ url, body }) =>
        harEntry(
          { ...sample, request: { ...sample.request, url: `https://x/${url}`, body } },
          { redact: (text) => text },
        ),
      ),
    { maxLength: 6 },
  );
  const whitespace = fc.constantFrom(0, 2, '\t');
  const size = fc.integer({ min: 1, max: 700 });

  test('a file gives the exchanges that it gives where it is parsed whole', async () => {
    await fc.assert(
      fc.asyncProperty(entries, whitespace, size, fc.boolean(), async (list, space, bytes, isHar) => {
        const log = { creator: { name: '"entries": [' }, entries: list, more: [[]] };
        const lines = list.map((listed) => JSON.stringify(listed)).join('\n');
        const text = isHar || lines === '' ? JSON.stringify({ log }, null, space) : lines;
        const whole = keeping();
        for (const listed of list) readElement(JSON.parse(JSON.stringify(listed)), whole.sink);
        const { exchanges, damage } = await read(text, bytes);
        expect(damage).toBeUndefined();
        expect(exchanges).toEqual(whole.exchanges);
        expect(exchanges).toHaveLength(list.length);
      }),
    );
  });

  test('a file that is cut off gives what is whole, and says where it ends', async () => {
    await fc.assert(
      fc.asyncProperty(entries, size, fc.nat(), async (list, bytes, cut) => {
        const text = new TextEncoder().encode(JSON.stringify({ log: { entries: list } }));
        const end = 20 + (cut % (text.length - 20));
        const { exchanges, damage } = await read(text.subarray(0, end), bytes);
        expect(exchanges.length).toBeLessThanOrEqual(list.length);
        const whole = list.slice(0, exchanges.length).map(({ request }) => request.postData?.text);
        expect(exchanges.map(({ requestBody }) => requestBody)).toEqual(whole);
        expect(damage?.reason).toMatch(/cut off/);
        expect(damage?.offset).toBeLessThanOrEqual(end);
      }),
    );
  });

  test('noise never crashes and never hangs', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 300 }), fc.nat(), size, async (noise, at, bytes) => {
        const text = Buffer.from(joinHar(entry, entry, entry));
        text.set(noise.subarray(0, text.length), at % (text.length - noise.length));
        await read(text, bytes).catch((error: unknown) => expect(error).toBeInstanceOf(ExchangeFileError));
        await read(noise, bytes).catch((error: unknown) => expect(error).toBeInstanceOf(ExchangeFileError));
      }),
    );
  });
});

describe('damage is said with its place, and what can be read is read', () => {
  test('an entry that is not JSON, between others', async () => {
    const text = joinHar(entry, '{"request":{"a":nonsense}}', entry);
    const { exchanges, damage } = await read(text);
    expect(exchanges).toHaveLength(2);
    expect(damage).toEqual({
      offset: text.indexOf('{"request":{"a":n'),
      reason: 'what begins here is not JSON: the file is cut off or damaged',
    });
  });
  test('a line that is not JSON, between others', async () => {
    const { exchanges, damage } = await read(`${entry}\n{"half\n${entry}\n`);
    expect(exchanges).toHaveLength(2);
    expect(damage?.offset).toBe(Buffer.byteLength(entry) + 1);
  });
  test('a log without entries', async () => {
    expect((await read('{"log":{"version":"1.2"}}')).damage?.reason).toBe(
      'the HAR document that ends here has no list of entries',
    );
  });
});

describe('what cannot be read at all is one line with the remedy', () => {
  const file = (name: string, text: string) => {
    const path = join(folder, name);
    writeFileSync(path, text);
    return path;
  };
  test.each([
    ['not-found', () => join(folder, 'none.har')],
    ['not-a-file', () => folder],
    ['empty', () => file('empty.har', ' \n')],
    ['unknown-format', () => file('list.json', '[1, 2]')],
    ['unknown-format', () => file('page.html', '<!doctype html>')],
  ])('%s', async (code, path) => {
    const { sink } = keeping();
    const error = await readExchanges(path(), sink).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(ExchangeFileError);
    expect(error).toMatchObject({ code });
    expect(String(error)).not.toContain('\n');
  });
});
