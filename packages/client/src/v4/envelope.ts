import type { OperationId } from '@trtc-call/spec/v4';
import type { Envelope, EnvelopeFault, RefusalFacts } from '../contract.ts';
import { describeValue, isObject } from '../describe-value.ts';
import { ContractError } from '../errors.ts';
import type { Issue } from '../schema/schema.ts';
import { notFoundCodes, otherRefusal, refusals } from './generated/v4-requests.gen.ts';
import { dataFacts, hosts } from './generated/v4-tables.gen.ts';

/** The code of an answer; undefined where it is not an integer, and so says nothing. */
export function readCode(answer: unknown): number | undefined {
  const code = isObject(answer) ? answer.ErrorCode : undefined;
  return Number.isInteger(code) ? Number(code) : undefined;
}

/** What the answer says of itself, without a judgement. */
export function readRequestId(answer: unknown): string | undefined {
  const id = isObject(answer) ? answer.RequestId : undefined;
  return typeof id === 'string' && id !== '' ? id : undefined;
}

/**
 * Reads the members around the data. `ErrorInfo` and `RequestId` may be missing, as in one of the vendor's samples
 * (V4-27). An answer that says both FAIL and 0 is neither a success nor a refusal.
 */
export function readEnvelope(answer: unknown): Envelope | EnvelopeFault {
  const requestId = readRequestId(answer);
  if (!isObject(answer)) return { issue: describeIssue('', 'an object', answer), requestId };
  const code = readCode(answer);
  if (code === undefined) {
    return { issue: describeIssue('/ErrorCode', 'an integer', answer.ErrorCode), requestId };
  }
  if (code === 0 && answer.ActionStatus === 'FAIL') {
    const expected = '"OK", since ErrorCode is 0';
    return { issue: { rule: 'mismatch', pointer: '/ActionStatus', expected, got: '"FAIL"' }, requestId };
  }
  const { ErrorInfo: message } = answer;
  return { code, message: typeof message === 'string' ? message : '', requestId: requestId ?? '' };
}

/** Takes credentials out of the words. */
export function tidyAnswer(
  answer: Record<string, unknown>,
  _text: string,
  redact: (words: string) => string,
): void {
  for (const name of ['ErrorInfo', 'RequestId']) {
    const value = answer[name];
    if (typeof value === 'string') answer[name] = redact(value);
  }
}

const wrongDataCentre = 'WrongDataCentre';

/** What a code means for an operation. */
export function describeRefusal(operationId: OperationId, code: number): RefusalFacts {
  const [reason, cause, usualRemedy, retryable] = refusals[code] ?? otherRefusal;
  const regions = Object.keys(hosts).join(', ');
  const remedy = reason === wrongDataCentre ? `${usualRemedy} The regions are ${regions}.` : usualRemedy;
  return { reason, cause, remedy, retryable, mayBeNotFound: notFoundCodes[operationId] === code };
}

/** The data of a success, as the types have it. @throws TrtcCallError where there are none. */
export function readData<Data>(operationId: OperationId, answer: unknown, error: Error | undefined): Data {
  if (error) throw error;
  const data = isObject(answer) ? answer.Response : undefined;
  // The wire has no types; that it is an object is seen here, and all of it by `validate`.
  if (isObject(data)) return data as Data;
  if (data === undefined && dataFacts[operationId].allowsNothing) return null as Data;
  throw new ContractError(
    operationId,
    [describeIssue('/Response', 'an object', data)],
    readRequestId(answer),
  );
}

/** A value that is not what a program cannot do without. */
export function describeIssue(pointer: string, expected: string, value: unknown): Issue {
  const rule = value === undefined ? 'required' : 'type';
  return { rule, pointer, expected, got: describeValue(value) };
}
