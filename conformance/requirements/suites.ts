import type { Generation } from './generation.ts';
import type { ApiSuite } from './shared/suite.ts';
import * as v1 from './v1/index.ts';
import * as v4 from './v4/index.ts';

/** A generation of the API, and what is asked of a target of it. */
export interface ApiGeneration {
  readonly generation: Generation;
  readonly suite: ApiSuite;
}

/** The generations that a target can be asked for, oldest first. A further one joins this list. */
export const apiGenerations: readonly ApiGeneration[] = [v1, v4];
