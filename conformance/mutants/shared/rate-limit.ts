import type { Limited } from '../../requirements/shared/rate-limit.ts';
import { type Mutant, mutant } from '../mutant.ts';
import type { Mutations } from '../mutations.ts';

/** How often an operation may be called, broken for one operation each. */
export function rateLimit(m: Mutations, limited: readonly Limited[]): readonly Mutant[] {
  return limited.flatMap(({ operation, body }, at): Mutant[] => {
    if (typeof body === 'string') return [];
    const breaks = [`RAT-00${at + 1}`] as const;
    const name = operation.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
    return [
      mutant(`no-rate-limit-for-${name}`, breaks, m.acceptCode(m.findCode('rate-exceeded'), [operation])),
      mutant(`limit-too-low-for-${name}`, breaks, async (request, forward) => {
        if (m.isFor(request, operation)) await forward(request);
        return forward(request);
      }),
    ];
  });
}
