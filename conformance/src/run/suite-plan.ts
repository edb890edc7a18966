import type { Target } from '../../targets/target.ts';
import type { TimedOutcome } from './run-requirement.ts';

/** What the thread that runs the suite is told. It never leaves this process. */
export interface SuitePlan {
  readonly target: Target;
  readonly ids: readonly string[];
}

declare module 'vitest' {
  export interface ProvidedContext {
    conformancePlan: SuitePlan;
  }
  export interface TaskMeta {
    outcome?: TimedOutcome;
  }
}
