import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { gzipSync } from 'node:zlib';
import { isFullProof } from '@trtc-call/test-servers';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { Exchange } from './exchange.ts';
import { type ReadOptions, readBytes } from './read-exchanges.ts';

const megabyte = 1024 * 1024;
/** What takes minutes where work is not bounded takes far less where it is, on a busy machine too. */
const enough = 20_000;

/** What would take time by its square shows with few as well; in full there are as many as memory holds. */
const blankMegabytes = isFullProof ? 250 : 20;
const smallEntries = isFullProof ? 200_000 : 20_000;

const request = '{"method":"POST","url":"https://example.com/v1/callback/get","headers":[]}';
const entry = (more = '"response":{"status":200}') => `{"request":${request},${more}}`;
const har = (...entries: string[]) => joinHar(entries);
const joinHar = (entries: readonly string[]) => `{"log":{"version":"1.2","entries":[${entries.join(',')}]}}`;

/** Reads a file that comes in pieces, as from a disk. */
async function read(file: string | Uint8Array, options?: ReadOptions, size = 256 * 1024) {
  const bytes = typeof file === 'string' ? Buffer.from(file) : file;
  const exchanges: Exchange[] = [];
  async function* chunks() {
    for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
  }
  const sink = { exchange: (one: Exchange) => exchanges.push(one), violation: () => {} };
  return { ...(await readBytes('test.har', chunks(), sink, options)), exchanges };
}

/** A file of the same data again and again, without the work of compressing all of it. */
function compressTimes(times: number, data: Buffer): Buffer {
  return Buffer.concat(new Array<Buffer>(times).fill(gzipSync(data)));
}

describe('a file that was made to keep readers busy is read or refused soon', () => {
  const many = (count: number, make: (at: number) => string) =>
    Array.from({ length: count }, (_, at) => make(at));

  test('entries with many members that differ at their end', { timeout: enough }, async () => {
    const members = many(30, (at) => `\n"x${at}":{ },`).join('');
    const { read: count } = await read(
      har(entry(`${members}"response":{},"end":1`), entry(`${members}"response":{},"end":"x"`)),
    );
    expect(count).toBe(2);
  });

  test('a small compressed file of blank lines', { timeout: enough }, async () => {
    const lines = Buffer.alloc(blankMegabytes * megabyte, '\n');
    const file = gzipSync(Buffer.concat([Buffer.from(`${entry()}\n`), lines, Buffer.from(entry())]));
    expect(file.length).toBeLessThan(megabyte);
    expect(await read(file)).toMatchObject({ read: 2, damage: undefined });
  });

  test('blank lines alone', { timeout: enough }, async () => {
    await expect(read(gzipSync(Buffer.alloc(blankMegabytes * megabyte, '\n')))).rejects.toThrow(
      'test.har is empty',
    );
  });

  test('blank lines alone, more than are unpacked at such a ratio', {
    timeout: enough,
  }, async () => {
    await expect(read(compressTimes(300, Buffer.alloc(megabyte, '\n')))).rejects.toThrow(
      'test.har cannot be read: it is compressed more than 300 times: unpack it with gunzip',
    );
  });

  test('small entries behind a large one, which lie in one buffer', { timeout: enough }, async () => {
    const large = entry(`"response":{"status":200,"content":{"text":"${'x'.repeat(8 * megabyte)}"}}`);
    const file = joinHar([large, ...many(smallEntries, () => '{}')]);
    expect((await read(file)).skipped).toEqual([
      { reason: 'neither an entry of HAR nor a report of a client', count: smallEntries },
    ]);
  });

  test('lists in lists', { timeout: enough }, async () => {
    const deep = 400_000;
    const { read: count, damage } = await read(
      har(entry(`"x":${'['.repeat(deep)}${']'.repeat(deep)},"response":{}`)),
    );
    expect({ count, damage }).toEqual({ count: 1, damage: undefined });
  });

  test('one string that never ends', { timeout: enough }, async () => {
    const { damage } = await read(`{"log":{"entries":[{"a":"${'\\"'.repeat(40 * megabyte)}`);
    expect(damage).toEqual({ offset: 19, reason: 'an entry is longer than 67108864 bytes' });
  });

  test('an entry of more values than memory should be spent on, and the next one is read', {
    timeout: enough,
  }, async () => {
    const values = `${'[],'.repeat(1_000_001)}[]`;
    for (const file of [har(`{"a":[${values}]}`, entry()), `${entry()}\n{"a":[${values}]}\n${entry()}`]) {
      const { read: count, damage } = await read(file);
      expect(count).toBe(file.startsWith('{"log"') ? 1 : 2);
      expect(damage?.offset).toBe(file.indexOf('{"a"'));
      expect(damage?.reason).toMatch('more than 1000000 values');
    }
  });
});

describe('files that were put one behind the other are both read', () => {
  const one = har(entry());
  test.each([
    ['HAR documents', one + har(entry(), entry()), 3],
    ['HAR documents with byte order marks and line breaks', `\ufeff${one}\r\n\ufeff${one}\n`, 2],
    ['HAR documents on lines', `${entry()}\n${one}\n${har(entry(), entry())}\n`, 4],
    ['lines with byte order marks', `\ufeff${entry()}\r\n\ufeff${entry()}\r\n`, 2],
    ['compressed files', Buffer.concat([gzipSync(one), gzipSync(one)]), 2],
    ['compressed files, filled up with zeros', Buffer.concat([gzipSync(one), Buffer.alloc(100)]), 1],
  ])('%s', async (_, file, count) => {
    for (const size of [1, 7, 1 << 20]) {
      expect(await read(file, {}, size)).toMatchObject({ read: count, damage: undefined });
    }
  });
});

describe('what follows a document and is not another one is reported with its byte', () => {
  const one = har(entry());
  test.each([
    ['text', `${one}\nrest`, one.length + 1, /behind the end of the HAR document/],
    ['a list', `${one}[]`, one.length, /behind the end of the HAR document/],
    ['a line of NDJSON', `${one}\n${entry()}\n`, one.length + 1 + entry().length, /has no list of entries/],
    ['a part of another one', `${one}{"log":{"entries":[`, one.length + 19, /cut off here/],
  ])('%s', async (_, file, offset, reason) => {
    for (const size of [1, 7, 1 << 20]) {
      const { read: count, damage } = await read(file, {}, size);
      expect({ count, offset: damage?.offset }).toEqual({ count: 1, offset });
      expect(damage?.reason).toMatch(reason);
    }
  });

  test.each([
    [
      'text behind compressed data',
      Buffer.concat([gzipSync(one), Buffer.from('rest')]),
      'cut off or damaged',
    ],
    [
      'a compressed file behind zeros',
      Buffer.concat([gzipSync(one), Buffer.alloc(9), gzipSync(one)]),
      /something else follows the compressed data at byte \d+ of it/,
    ],
  ])('%s', async (_, file, reason) => {
    const { damage } = await read(file, {}, 64);
    expect(damage?.reason).toMatch(reason);
  });

  test('compressed data of which nothing can be read is refused', async () => {
    await expect(read(gzipSync(one).fill(0xff, 10))).rejects.toThrow(
      /cannot be read: the compressed data is/,
    );
  });
});

test.each(['utf16le', 'with its mark'])('UTF-16 is named, and how to save the file: %s', async (name) => {
  const text = `${name === 'utf16le' ? '' : '\ufeff'}${har(entry())}`;
  await expect(read(Buffer.from(text, 'utf16le'))).rejects.toThrow(/UTF-16.*save it as UTF-8/);
});

describe('while a file is read', () => {
  // One piece, as where standard input or a disk gives everything at once.
  const file = Buffer.from(joinHar(Array.from({ length: 100_000 }, () => entry())));

  test('everything else has its turn', { timeout: enough }, async () => {
    let turns = 0;
    const countTurn = () => {
      turns += 1;
      immediate = setImmediate(countTurn);
    };
    let immediate = setImmediate(countTurn);
    onTestFinished(() => clearImmediate(immediate));
    await read(file, {}, file.length);
    expect(turns, 'nothing else was done while the file was read').toBeGreaterThan(0);
  });

  test('a signal ends waiting for a pipe without a writer, so that the process can end', {
    timeout: enough,
  }, async () => {
    const folder = await mkdtemp(join(tmpdir(), 'trtc-call-pipe-'));
    onTestFinished(() => rm(folder, { recursive: true }));
    const pipe = join(folder, 'pipe');
    await promisify(execFile)('mkfifo', [pipe]);
    const program = [
      `import { readExchanges } from ${JSON.stringify(new URL('./read-exchanges.ts', import.meta.url).href)};`,
      `const signal = AbortSignal.timeout(100);`,
      `const sink = { exchange() {}, violation() {} };`,
      `await readExchanges(${JSON.stringify(pipe)}, sink, { signal }).catch((error) => console.log(error.name));`,
    ];
    const ended = await promisify(execFile)(process.execPath, [
      '--input-type=module',
      '-e',
      program.join('\n'),
    ]);
    expect(ended.stdout.trim()).toBe('TimeoutError');
  });

  test('a signal ends it', { timeout: enough }, async () => {
    const controller = new AbortController();
    const reading = read(file, { signal: controller.signal }, file.length);
    setTimeout(() => controller.abort(new Error('stopped')), 1);
    await expect(reading).rejects.toThrow('stopped');
  });
});
