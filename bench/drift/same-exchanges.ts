import type { Exchange } from '@trtc-call/drift';
import { type Mutant, withSign } from '@trtc-call/drift/testing';

/** What every tool is given: exchanges by number, and which of them belong together. */
export interface SameExchanges {
  readonly exchanges: readonly Exchange[];
  /** For each mutant the numbers of what its vendor answers, and of what the contract's vendor answers to the same. */
  readonly pairsByExchange: ReadonlyMap<
    Mutant,
    readonly { readonly twin: number; readonly mutated: number }[]
  >;
}

/**
 * The exchanges of mutants, each twin once.
 *
 * @param most of each mutant, spread over all that show its change
 */
export function repeatExchanges(mutants: readonly Mutant[], most = Number.POSITIVE_INFINITY): SameExchanges {
  const exchanges: Exchange[] = [];
  const numbers = new Map<Exchange, number>();
  const numberExchange = (exchange: Exchange) => {
    const known = numbers.get(exchange) ?? exchanges.push(withSign(exchange)) - 1;
    numbers.set(exchange, known);
    return known;
  };
  const pairsByExchange = new Map(
    mutants.map((mutant) => {
      const changed = mutant.pairs().filter(({ twin, mutated }) => twin !== mutated);
      const step = Math.max(1, changed.length / most);
      const some = changed.filter((_, at) => Math.floor(at / step) !== Math.floor((at - 1) / step));
      return [
        mutant,
        some.map(({ twin, mutated }) => ({ twin: numberExchange(twin), mutated: numberExchange(mutated) })),
      ];
    }),
  );
  return { exchanges, pairsByExchange };
}

/** What a tool says of each exchange, by number; one line each. */
export type Said = ReadonlyMap<number, readonly string[]>;

/** Mutants of which a tool says anything that it does not say of the same exchange with the contract's vendor. */
export function detectedBy(said: Said, { pairsByExchange }: SameExchanges): Set<Mutant> {
  const detected = new Set<Mutant>();
  for (const [mutant, pairs] of pairsByExchange) {
    const isSeen = pairs.some(({ twin, mutated }) => {
      const before = new Set(said.get(twin));
      return (said.get(mutated) ?? []).some((line) => !before.has(line));
    });
    if (isSeen) detected.add(mutant);
  }
  return detected;
}
