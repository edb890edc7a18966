import { ChunkBuffer, type EntrySplitter, Stretch, type TakeElement } from './chunk-buffer.ts';

const newline = 0x0a;

/** NDJSON: one element in each line. A line that cannot be read is damage, and the next one is read all the same. */
export function splitLines(take: TakeElement, from: number): EntrySplitter {
  const buffered = new ChunkBuffer(from, (buffer, offset, isLast) => {
    const stretch = new Stretch(0);
    let at = 0;
    while (at < buffer.length) {
      const start = skipBlank(buffer, at);
      // What was blank so far needs not be looked at again, however much of it there is.
      if (start === buffer.length) return { consumed: start, isInElement: false };
      const found = buffer.indexOf(newline, start);
      if (found < 0 && !isLast) return { consumed: start, isInElement: true };
      const end = found < 0 ? buffer.length : found;
      const reason = take(buffer, start, end, offset + start);
      if (reason !== undefined) buffered.note({ offset: offset + start, reason });
      at = found < 0 ? end : end + 1;
      if (stretch.isOver(at)) break;
    }
    return { consumed: at, isInElement: false };
  });
  return buffered;
}

/** Behind white space, empty lines and byte order marks: files that were put one behind the other have some. */
function skipBlank(buffer: Buffer, start: number): number {
  let at = start;
  while (at < buffer.length) {
    const byte = buffer[at];
    if (byte === newline || byte === 0x20 || byte === 0x0d || byte === 0x09) at += 1;
    else if (byte === 0xef && buffer[at + 1] === 0xbb && buffer[at + 2] === 0xbf) at += 3;
    else break;
  }
  return at;
}
