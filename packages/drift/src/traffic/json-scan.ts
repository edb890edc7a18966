const quote = 0x22;
const comma = 0x2c;
const backslash = 0x5c;
const openList = 0x5b;
const closeList = 0x5d;
const openObject = 0x7b;
const closeObject = 0x7d;

/** The end of the object that begins at `start`, or -1 where it is not in the buffer. */
export function endOfValue(buffer: Buffer, start: number): number {
  let depth = 0;
  for (let at = start; at < buffer.length; at += 1) {
    switch (buffer[at]) {
      case quote:
        at = endOfString(buffer, at);
        if (at < 0) return -1;
        break;
      case openObject:
      case openList:
        depth += 1;
        break;
      case closeObject:
      case closeList:
        depth -= 1;
        if (depth === 0) return at + 1;
        break;
    }
  }
  return -1;
}

/** The quote that ends the string whose quote is at `start`, or -1 where it is not in the buffer. */
export function endOfString(buffer: Buffer, start: number): number {
  for (let at = start + 1; at < buffer.length; at += 1) {
    const byte = buffer[at];
    if (byte === quote) return at;
    if (byte === backslash) at += 1;
  }
  return -1;
}

/** How many members and items a JSON text has at most, its strings passed over: what parsing it takes memory for. */
export function countValues(buffer: Buffer, start: number, end: number): number {
  let count = 1;
  for (let at = start; at < end; at += 1) {
    const byte = buffer[at];
    if (byte === comma || byte === openObject || byte === openList) count += 1;
    else if (byte === quote) {
      at = endOfString(buffer, at);
      if (at < 0) return count;
    }
  }
  return count;
}
