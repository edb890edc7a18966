import type { OperationId } from '@trtc-call/spec/v1';
import { ContractError } from '../errors.ts';
import type { ClientSettings } from '../options.ts';
import { requestIdOf } from '../request/attempt.ts';
import type { Emitter } from '../request/events.ts';
import type { Findings } from './find-violations.ts';

/**
 * What is done with an answer that differs from the contract: nothing is looked at, violations are told, or they are
 * told and those that break the contract are errors.
 */
export type Validate = 'off' | 'report' | 'strict';

type Find = (sent: SentBody, answer: unknown) => Findings;

/** What was sent. */
export interface SentBody {
  readonly operationId: OperationId;
  /** JSON. */
  readonly body: string;
}

/** Compares an answer with the contract, and with what was asked. */
export type CheckAnswer = (sent: SentBody, answer: unknown) => Promise<void> | undefined;

/** Undefined where nothing is ever checked. The check gives nothing unless the caller has to wait for it. */
export function createCheckAnswer(
  { validate, sdkAppId }: Pick<ClientSettings, 'validate' | 'sdkAppId'>,
  emitter: Emitter,
): CheckAnswer | undefined {
  if (validate === 'off') return undefined;
  let find: Find | undefined;

  // Loaded when it is needed, so that a bundle without it stays small.
  const load = async () => {
    const [{ findViolations }, { findMismatches }] = await Promise.all([
      import('./find-violations.ts'),
      import('../v1/find-mismatches.ts'),
    ]);
    find ??= ({ operationId, body }, answer) => {
      const { issues, breaking } = findViolations(operationId, answer);
      const mismatches = findMismatches({ operationId, sdkAppId, body: JSON.parse(body) }, answer);
      return {
        requestId: requestIdOf(answer),
        issues: [...issues, ...mismatches],
        breaking: [...breaking, ...mismatches],
      };
    };
    return find;
  };
  const check = (find: Find, sent: SentBody, answer: unknown) => {
    const { operationId } = sent;
    const { requestId, issues, breaking } = find(sent, answer);
    for (const issue of issues) {
      emitter.emit('onContractViolation', () => ({ operationId, requestId, ...issue }));
    }
    if (validate === 'strict' && breaking.length > 0) {
      throw new ContractError(operationId, breaking, requestId);
    }
  };

  return (sent, answer) => {
    if (validate === 'report' && !emitter.hasListener('onContractViolation')) return undefined;
    if (find) {
      check(find, sent, answer);
      return undefined;
    }
    const checked = load().then((loaded) => check(loaded, sent, answer));
    if (validate === 'strict') return checked;
    checked.catch((error: unknown) => console.error('trtc-call: an answer could not be checked', error));
    return undefined;
  };
}
