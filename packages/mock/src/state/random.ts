/** A source of random numbers that gives the same ones for the same seed. Not for secrets. */
export interface SeededRandom {
  /** An integer from `low` to `high`, both included. */
  integer(low: number, high: number): number;
  /** 32 hexadecimal characters, the form of the vendor's request ids. */
  hex32(): string;
  /** An id in the form of the vendor's sample calls. */
  uuid(): string;
}

/** Makes a generator (splitmix32, which starts anywhere in its period). */
export function createRandom(...seeds: readonly number[]): SeededRandom {
  let state = 0x9e3779b9;
  const bits = (): number => {
    state = (state + 0x9e3779b9) | 0;
    let mixed = Math.imul(state ^ (state >>> 16), 0x21f0aaad);
    mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97);
    return (mixed ^ (mixed >>> 15)) >>> 0;
  };
  for (const seed of seeds) {
    state = bits() ^ (seed | 0);
    state = bits() ^ Math.trunc(seed / 2 ** 32);
  }
  const hex8 = () => bits().toString(16).padStart(8, '0');
  const integer = (low: number, high: number) => low + Math.floor((bits() / 2 ** 32) * (high - low + 1));
  const hex32 = () => hex8() + hex8() + hex8() + hex8();
  return {
    integer,
    hex32,
    uuid() {
      const hex = hex32();
      const variant = '89ab'.charAt(integer(0, 3));
      return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20)}`;
    },
  };
}
