import type { OperationId } from '@trtc-call/spec/v1';
import { ContractError } from '../errors.ts';
import type { Emitter } from '../send/emitter.ts';

/**
 * What is done with an answer that differs from the contract: nothing is looked at, violations are told, or they are
 * told and those that break the contract are errors.
 */
export type Validate = 'off' | 'report' | 'strict';

type FindViolations = typeof import('./find-violations.ts').findViolations;

/** Compares an answer with the contract. */
export type CheckAnswer = (operationId: OperationId, answer: unknown) => Promise<void> | undefined;

/** Undefined where nothing is ever checked. The check gives nothing unless the caller has to wait for it. */
export function createCheckAnswer(validate: Validate, emitter: Emitter): CheckAnswer | undefined {
  if (validate === 'off') return undefined;
  let findViolations: FindViolations | undefined;

  // Loaded when it is needed, so that a bundle without it stays small.
  const load = async () => {
    findViolations ??= (await import('./find-violations.ts')).findViolations;
    return findViolations;
  };
  const check = (find: FindViolations, operationId: OperationId, answer: unknown) => {
    const { requestId, issues, breaking } = find(operationId, answer);
    for (const issue of issues) {
      emitter.emit('onContractViolation', () => ({ operationId, requestId, ...issue }));
    }
    if (validate === 'strict' && breaking.length > 0) {
      throw new ContractError(operationId, breaking, requestId);
    }
  };

  return (operationId, answer) => {
    if (validate === 'report' && !emitter.hasListener('onContractViolation')) return undefined;
    if (findViolations) {
      check(findViolations, operationId, answer);
      return undefined;
    }
    const checked = load().then((find) => check(find, operationId, answer));
    if (validate === 'strict') return checked;
    checked.catch((error: unknown) => console.error('trtc-call: an answer could not be checked', error));
    return undefined;
  };
}
