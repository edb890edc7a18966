import type { Target } from '../../targets/target.ts';

/** What the thread that runs the suite is told. It never leaves this process. */
export interface SuitePlan {
  readonly target: Target;
  readonly ids: readonly string[];
}
