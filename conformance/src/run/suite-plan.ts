import type { Target } from '../../targets/target.ts';
import type { HarTarget } from '../check/record-har.ts';
import type { TimedOutcome } from './run-requirement.ts';

/** What the thread that runs the suite is told. It never leaves this process. */
export interface SuitePlan {
  readonly target: Target;
  readonly ids: readonly string[];
  /** Where every exchange is written, if it is to be. */
  readonly har: HarTarget | undefined;
}

declare module 'vitest' {
  export interface ProvidedContext {
    conformancePlan: SuitePlan;
  }
  export interface TaskMeta {
    outcome?: TimedOutcome;
  }
}
