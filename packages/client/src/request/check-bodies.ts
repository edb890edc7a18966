import { checkNames } from '../check-options.ts';
import type { Contract, OperationId } from '../contract.ts';
import { ArgumentError, ContractError } from '../errors.ts';
import type { ClientSettings } from '../options.ts';
import type { Issue } from '../schema/schema.ts';
import type { Emitter } from './events.ts';

/** Who is to be told of a wrong argument: the function that was called, and its argument with the body. */
export interface ArgumentPlace {
  readonly caller: string;
  /** Empty where the members of the body are arguments themselves. */
  readonly field: string;
}

/**
 * Checks an argument that is to be sent.
 *
 * @returns what no page lists but the service may take, such as another word.
 * @throws ArgumentError naming the first place that is not as the contract wants it.
 */
export function checkRequest(
  contract: Contract,
  { caller, field }: ArgumentPlace,
  operationId: OperationId,
  body: unknown,
): readonly Issue[] {
  const { wrong, odd } = contract.checkRequest(operationId, body);
  // A name that means nothing is a slip that would change what is asked for.
  if (odd.length > 0) checkNames(caller, field, body, contract.requestNames(operationId));
  if (!wrong) return odd;
  const path = `${field}${wrong.pointer.replace(/\/(\d+)/g, '[$1]').replaceAll('/', '.')}`;
  const problem = `must be ${wrong.expected} (got ${wrong.got})`;
  throw new ArgumentError(caller, path.replace(/^\./, ''), problem, `pass ${wrong.expected}`);
}

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
      const { generation } = contract;
      emitter.emit('onContractViolation', () => ({ operationId, generation, requestId, ...issue }));
    }
    if (validate === 'strict' && breaking.length > 0) {
      throw new ContractError(operationId, breaking, requestId);
    }
  };
}
