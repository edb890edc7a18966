import type { OperationId } from '@trtc-call/spec/v1';
import { describeValue, isObject } from '../describe-value.ts';
import { ContractError, RefusedError } from '../errors.ts';
import type { CallRedact } from '../redact/redact-words.ts';
import { notFoundCodes, otherRefusal, refusals } from '../v1/generated/v1-requests.gen.ts';

/** An envelope in one type: the documents give two for `errorCode` and for `requestId`. */
export interface Envelope {
  readonly code: number;
  readonly message: string;
  readonly requestId: string;
  readonly data: unknown;
}

// The contract has six; beyond some thousand, whatever walks through a value ends by a stack that is full.
const mostLevels = 64;

/**
 * Parses an answer, and takes credentials out of its words.
 *
 * @throws ContractError when it is not JSON, or nested so deeply that using it would end the program.
 */
export function parseAnswer(text: string, operationId: OperationId, redact: CallRedact): unknown {
  // A service that repeats the query must not bring the UserSig into an error, a log or what is printed.
  const answer = parse(redact.answer(text), operationId);
  if (isDeeper(answer, mostLevels)) {
    const expected = `nested at most ${mostLevels} levels deep`;
    throw new ContractError(operationId, [{ rule: 'range', pointer: '', expected, got: 'nested deeper' }]);
  }
  if (isObject(answer)) tidy(answer, text, redact);
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

/** @throws ContractError when one of its three fields is missing or of another type. */
function readEnvelope(operationId: OperationId, answer: unknown): Envelope {
  const { errorCode, errorMessage, requestId, data } = isObject(answer) ? answer : {};
  const code = readCode(errorCode);
  const isId = typeof requestId === 'string' || Number.isInteger(requestId);
  if (code !== undefined && isId && typeof errorMessage === 'string') {
    return { code, message: errorMessage, requestId: String(requestId), data };
  }
  const isCode = code !== undefined;
  const place = isCode ? (isId ? '/errorMessage' : '/requestId') : '/errorCode';
  const value = isCode ? (isId ? errorMessage : requestId) : errorCode;
  const pointer = isObject(answer) ? place : '';
  const issue = {
    rule: value === undefined ? ('required' as const) : ('type' as const),
    pointer,
    expected: pointer === '' ? 'an object' : isCode && isId ? 'a string' : 'an integer or a string',
    got: describeValue(pointer === '' ? answer : value),
  };
  throw new ContractError(operationId, [issue], isId ? String(requestId) : undefined);
}

const noRecord =
  'There may be no record of this call: it is not of this app, not over yet, or longer ago than records are kept.';

function refusalOf(operationId: OperationId, { code, message, requestId }: Envelope): RefusedError {
  const [reason, cause, usualRemedy, retryable] = refusals[code] ?? otherRefusal;
  const mayBeNotFound = notFoundCodes[operationId] === code;
  const remedy =
    mayBeNotFound && operationId === 'getRecordByCallId'
      ? `${noRecord} Otherwise: ${usualRemedy}`
      : usualRemedy;
  return new RefusedError({
    code,
    reason,
    requestId,
    operationId,
    remedy,
    retryable,
    cause,
    vendorMessage: message,
    mayBeNotFound,
  });
}

/** What is wrong with a whole answer: a refusal, or an envelope that cannot be read. */
export function failureIn(
  answer: unknown,
  operationId: OperationId,
): RefusedError | ContractError | undefined {
  try {
    const envelope = readEnvelope(operationId, answer);
    return envelope.code === 0 ? undefined : refusalOf(operationId, envelope);
  } catch (error) {
    if (error instanceof ContractError) return error;
    throw error;
  }
}

function tidy(answer: Record<string, unknown>, text: string, redact: CallRedact): void {
  const { requestId } = answer;
  if (typeof requestId === 'number' && !Number.isSafeInteger(requestId)) {
    // Its last digits are lost as a number, and a support ticket needs them all.
    answer.requestId = /"requestId"\s*:\s*(-?\d+)\s*[,}]/.exec(text)?.[1] ?? requestId;
  }
  for (const name of ['errorMessage', 'requestId']) {
    const value = answer[name];
    if (typeof value === 'string') answer[name] = redact.words(value);
  }
}

const codePattern = /^(0|-?[1-9]\d*)$/;

/** The code of an answer in either documented type; undefined where it is neither, and so says nothing. */
export function readCode(errorCode: unknown): number | undefined {
  const isCode = typeof errorCode === 'string' ? codePattern.test(errorCode) : Number.isInteger(errorCode);
  return isCode ? Number(errorCode) : undefined;
}
