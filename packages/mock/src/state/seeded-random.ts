/** A source of random bits that gives the same bits for the same seed. */
export interface SeededRandom {
  /** The next 32 bits, as an unsigned integer. */
  bits(): number;
  /** An integer from `low` to `high`, both included. */
  integer(low: number, high: number): number;
  /** 32 hexadecimal characters, the form of the vendor's request ids. */
  hex32(): string;
}

/** Makes a generator (xoshiro128**, state spread from the seed by splitmix32). Not for secrets. */
export function createRandom(...seeds: readonly number[]): SeededRandom {
  let spread = 0x9e3779b9;
  for (const seed of seeds) spread = Math.imul(spread ^ (seed | 0) ^ Math.trunc(seed / 2 ** 32), 0x85ebca6b);
  const next = (): number => {
    spread = (spread + 0x9e3779b9) | 0;
    let mixed = spread ^ (spread >>> 16);
    mixed = Math.imul(mixed, 0x21f0aaad);
    mixed ^= mixed >>> 15;
    mixed = Math.imul(mixed, 0x735a2d97);
    return mixed ^ (mixed >>> 15);
  };
  let a = next();
  let b = next();
  let c = next();
  let d = next() | 1;

  const bits = (): number => {
    const scrambled = Math.imul(b, 5);
    const result = Math.imul((scrambled << 7) | (scrambled >>> 25), 9) >>> 0;
    const shifted = b << 9;
    c ^= a;
    d ^= b;
    b ^= c;
    a ^= d;
    c ^= shifted;
    d = (d << 11) | (d >>> 21);
    return result;
  };
  const integer = (low: number, high: number): number =>
    low + Math.floor((bits() / 2 ** 32) * (high - low + 1));
  return {
    bits,
    integer,
    hex32: () => hex8(bits()) + hex8(bits()) + hex8(bits()) + hex8(bits()),
  };
}

const hexOfByte = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));

function hex8(bits: number): string {
  const low = `${hexOfByte[(bits >>> 8) & 255]}${hexOfByte[bits & 255]}`;
  return `${hexOfByte[bits >>> 24]}${hexOfByte[(bits >>> 16) & 255]}${low}`;
}
