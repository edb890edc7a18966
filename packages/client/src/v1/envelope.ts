import type { OperationId } from '@trtc-call/spec/v1';
import type { Envelope, EnvelopeFault, RefusalFacts } from '../contract.ts';
import { describeValue, isObject } from '../describe-value.ts';
import { notFoundCodes, otherRefusal, refusals } from './generated/v1-requests.gen.ts';

const codePattern = /^(0|-?[1-9]\d*)$/;

/** The code of an answer in either documented type; undefined where it is neither, and so says nothing. */
export function readCode(errorCode: unknown): number | undefined {
  const isCode = typeof errorCode === 'string' ? codePattern.test(errorCode) : Number.isInteger(errorCode);
  return isCode ? Number(errorCode) : undefined;
}

/** What the answer says of itself, without a judgement. */
export function readRequestId(answer: unknown): string | undefined {
  const id = isObject(answer) ? answer.requestId : undefined;
  return typeof id === 'string' || typeof id === 'number' ? String(id) : undefined;
}

/** Reads the three fields around the data, of which the documents give two in two types. */
export function readEnvelope(answer: unknown): Envelope | EnvelopeFault {
  const { errorCode, errorMessage, requestId } = isObject(answer) ? answer : {};
  const code = readCode(errorCode);
  const isId = typeof requestId === 'string' || Number.isInteger(requestId);
  const id = isId ? String(requestId) : undefined;
  if (code !== undefined && id !== undefined && typeof errorMessage === 'string') {
    return { code, message: errorMessage, requestId: id };
  }
  const fault = (pointer: string, expected: string, value: unknown): EnvelopeFault => {
    const rule = value === undefined ? 'required' : 'type';
    return { issue: { rule, pointer, expected, got: describeValue(value) }, requestId: id };
  };
  if (!isObject(answer)) return fault('', 'an object', answer);
  if (code === undefined) return fault('/errorCode', 'an integer or a string', errorCode);
  if (!isId) return fault('/requestId', 'an integer or a string', requestId);
  return fault('/errorMessage', 'a string', errorMessage);
}

/** Puts right what JSON has changed, and takes credentials out of the words. */
export function tidyAnswer(
  answer: Record<string, unknown>,
  text: string,
  redact: (words: string) => string,
): void {
  const { requestId } = answer;
  if (typeof requestId === 'number' && !Number.isSafeInteger(requestId)) {
    // Its last digits are lost as a number, and a support ticket needs them all.
    answer.requestId = /"requestId"\s*:\s*(-?\d+)\s*[,}]/.exec(text)?.[1] ?? requestId;
  }
  for (const name of ['errorMessage', 'requestId']) {
    const value = answer[name];
    if (typeof value === 'string') answer[name] = redact(value);
  }
}

const noRecord =
  'There may be no record of this call: it is not of this app, not over yet, or longer ago than records are kept.';

/** What a code means for an operation. */
export function describeRefusal(operationId: OperationId, code: number): RefusalFacts {
  const [reason, cause, usualRemedy, retryable] = refusals[code] ?? otherRefusal;
  const mayBeNotFound = notFoundCodes[operationId] === code;
  const isRecord = mayBeNotFound && operationId === 'getRecordByCallId';
  const remedy = isRecord ? `${noRecord} Otherwise: ${usualRemedy}` : usualRemedy;
  return { reason, cause, remedy, retryable, mayBeNotFound };
}
