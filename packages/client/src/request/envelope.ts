import type { Contract, OperationId } from '../contract.ts';
import { isObject } from '../describe-value.ts';
import { ContractError, RefusedError } from '../errors.ts';
import type { CallRedact } from '../redact/call-redact.ts';

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
  const { code, message: vendorMessage, requestId } = envelope;
  if (code === 0) return undefined;
  return new RefusedError({
    ...contract.describeRefusal(operationId, code),
    code,
    requestId,
    operationId,
    vendorMessage,
  });
}
