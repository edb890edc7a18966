import type { ErrorCode, OperationId } from '@trtc-call/spec/v1';
import type * as generic from '../../requirement.ts';
import type { CheckContext } from './context.ts';

/** What requirements of this generation speak of. */
interface Subject {
  readonly operations: readonly OperationId[];
  readonly covers?: readonly ErrorCode[];
}

export type Requirement = generic.Requirement<CheckContext> & Subject;
export type CheckedRequirement = generic.CheckedRequirement<CheckContext> & Subject;
export type Observation = generic.Observation<CheckContext> & Pick<Subject, 'operations'>;
