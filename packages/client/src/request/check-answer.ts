import type { OperationId } from '../contract.ts';
import { ContractError } from '../errors.ts';
import type { ClientSettings } from '../options.ts';
import type { Emitter } from './events.ts';

/** What was sent. */
export interface SentBody {
  readonly operationId: OperationId;
  /** JSON. */
  readonly body: string;
}

/**
 * Compares an answer with the contract, and with what was asked.
 *
 * @throws ContractError for what breaks the contract, where validation is strict.
 */
export type CheckAnswer = (sent: SentBody, answer: unknown) => void;

export function createCheckAnswer(
  { validate, sdkAppId, contract }: Pick<ClientSettings, 'validate' | 'sdkAppId' | 'contract'>,
  emitter: Emitter,
): CheckAnswer {
  return ({ operationId, body }, answer) => {
    const isWanted = validate === 'strict' || emitter.hasListener('onContractViolation');
    if (validate === 'off' || !isWanted) return;
    const asked = { operationId, sdkAppId, body: JSON.parse(body) };
    const { requestId, issues, breaking } = contract.findViolations(asked, answer);
    for (const issue of issues) {
      emitter.emit('onContractViolation', () => ({
        operationId,
        generation: contract.generation,
        requestId,
        ...issue,
      }));
    }
    if (validate === 'strict' && breaking.length > 0) {
      throw new ContractError(operationId, breaking, requestId);
    }
  };
}
