import type { Generation } from './contract.ts';
import { v1 } from './v1/index.ts';

/** The generations of the API that a mock serves. The first describes its records, calls and administrator. */
export const generations: readonly [Generation, ...Generation[]] = [v1];
