import { isObject } from '@trtc-call/reporting/values';
import { checkNames } from '../check-options.ts';
import type { Contract, OperationId } from '../contract.ts';
import { ArgumentError, ContractError, RefusedError } from '../errors.ts';
import type { ClientSettings } from '../options.ts';
import type { CallRedact } from '../redact/call-redact.ts';
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

// The contract has six; beyond some thousand, whatever walks through a value ends by a stack that is full.
const mostLevels = 64;

/**
 * Parses an answer, and takes credentials out of its words.
 *
 * @throws ContractError when it is not JSON, or nested so deeply that using it would end the program.
 */
export function parseAnswer(
  contract: Contract,
  text: string,
  operationId: OperationId,
  redact: CallRedact,
): unknown {
  // A service that repeats the query must not bring the UserSig into an error, a log or what is printed.
  const answer = parse(redact.answer(text), operationId);
  if (isDeeper(answer, mostLevels)) {
    const expected = `nested at most ${mostLevels} levels deep`;
    throw new ContractError(operationId, [{ rule: 'range', pointer: '', expected, got: 'nested deeper' }]);
  }
  if (isObject(answer)) contract.tidyAnswer(answer, text, redact.words);
  return answer;
}

function parse(text: string, operationId: OperationId): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // The parser's own message quotes the text.
    const got = text === '' ? 'empty' : 'something else';
    throw new ContractError(operationId, [{ rule: 'type', pointer: '', expected: 'JSON', got }]);
  }
}

function isDeeper(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  if (levels === 0) return true;
  if (Array.isArray(value)) return value.some((item) => isDeeper(item, levels - 1));
  // Not by Object.values: every answer is walked through.
  for (const name in value) if (isDeeper(Reflect.get(value, name), levels - 1)) return true;
  return false;
}

/** What is wrong with a whole answer: a refusal, or an envelope that cannot be read. */
export function findFailure(
  contract: Pick<Contract, 'readEnvelope' | 'describeRefusal'>,
  operationId: OperationId,
  answer: unknown,
): RefusedError | ContractError | undefined {
  const envelope = contract.readEnvelope(answer);
  if ('issue' in envelope) return new ContractError(operationId, [envelope.issue], envelope.requestId);
  const { code, message: vendorMessage, requestId, hasOutcome } = envelope;
  if (code === 0) return undefined;
  const facts = contract.describeRefusal(operationId, code);
  return new RefusedError({
    ...facts,
    possiblyApplied: facts.possiblyApplied || hasOutcome,
    code,
    requestId,
    operationId,
    vendorMessage,
  });
}
