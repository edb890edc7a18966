import type { MistakeId, OperationId } from '@trtc-call/spec/v1';
import type { Catalogue } from './catalogue.ts';
import type { Contract } from './contract.ts';
import type { Fault } from './faults.ts';
import type { Outcome } from './operations.ts';

/** What comes out of the checks: an outcome, a named example, a wish that cannot be met, or nothing at all. */
export type Verdict = (
  | Outcome
  | { readonly example: string }
  | { readonly unclear: string }
  | { readonly lost: true }
) & {
  /** The fault that a magic call id asked for. */
  readonly fault?: Fault;
};

/** A verdict as an answer's body, with what the journal notes of it. */
export interface Worded {
  readonly body: string;
  readonly errorCode: number | string | undefined;
  readonly note?: string | undefined;
  readonly mistake?: MistakeId | undefined;
  readonly field?: string | undefined;
}

/** Makes the function that puts verdicts into the words of the contract. */
export function verdictWording(contract: Contract, catalogue: Catalogue) {
  return (verdict: Verdict, operationId: OperationId | undefined, requestId: string): Worded => {
    if ('lost' in verdict) return { body: '', errorCode: undefined };
    if ('data' in verdict && operationId) {
      const template = catalogue.success(operationId);
      return { body: template.fillWith(requestId, verdict.data), errorCode: template.errorCode };
    }
    if ('example' in verdict && operationId) {
      const template = catalogue.find(operationId, verdict.example) ?? catalogue.success(operationId);
      return { body: template.fill(requestId), errorCode: template.errorCode };
    }
    if ('mistake' in verdict) {
      const { mistake, field } = verdict;
      const template = catalogue.refusal(operationId, contract.codeOf(mistake));
      const note = field ? `${mistake}; field=${field}` : mistake;
      return { body: template.fill(requestId), errorCode: template.errorCode, note, mistake, field };
    }
    const note = 'unclear' in verdict ? verdict.unclear : undefined;
    const template = catalogue.refusal(operationId, contract.codeOf('path-unknown'));
    const body = JSON.stringify({ ...JSON.parse(template.fill(requestId)), errorMessage: `mock: ${note}` });
    return { body, errorCode: template.errorCode, note };
  };
}
