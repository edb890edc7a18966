import { Buffered, type Splitter, type TakeElement } from './splitter.ts';

const newline = 0x0a;
const carriageReturn = 0x0d;
const blank = 0x20;

/** NDJSON: one element in each line. A line that cannot be read is damage, and the next one is read all the same. */
export function splitLines(take: TakeElement): Splitter {
  const buffered = new Buffered((buffer, offset, isLast) => {
    let at = 0;
    while (at < buffer.length) {
      const found = buffer.indexOf(newline, at);
      if (found < 0 && !isLast) break;
      const end = found < 0 ? buffer.length : found;
      if (!isBlank(buffer, at, end)) {
        const reason = take(buffer, at, end, offset + at);
        if (reason !== undefined) buffered.note({ offset: offset + at, reason });
      }
      at = found < 0 ? end : end + 1;
    }
    return { consumed: at, isInElement: true };
  });
  return buffered;
}

function isBlank(buffer: Buffer, start: number, end: number): boolean {
  for (let at = start; at < end; at += 1) {
    const byte = buffer[at] ?? blank;
    if (byte !== blank && byte !== carriageReturn && byte !== 0x09) return false;
  }
  return true;
}
