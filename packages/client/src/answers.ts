import { isObject } from '@trtc-call/reporting/values';
import type { AnswerFacts, Contract } from './contract.ts';
import { ContractError, RefusedError } from './errors.ts';
import { describeValue, type Issue } from './schema/issue.ts';

const textCode = /^(0|-?[1-9]\d*)$/;

/** The code of an answer; undefined where it is of no documented type, and so says nothing. */
export function readCode({ envelope, readsTextCodes }: AnswerFacts, answer: unknown): number | undefined {
  const code = isObject(answer) ? answer[envelope.code] : undefined;
  const isCode = typeof code === 'string' ? readsTextCodes && textCode.test(code) : Number.isInteger(code);
  return isCode ? Number(code) : undefined;
}

/** The vendor's id of the request, where the answer has a readable one. */
export function readRequestId({ envelope }: AnswerFacts, answer: unknown): string | undefined {
  const id = isObject(answer) ? answer[envelope.requestId] : undefined;
  return (typeof id === 'string' && id !== '') || typeof id === 'number' ? String(id) : undefined;
}

/** Whether data are there, and say nothing. */
export function isNothing(data: unknown): boolean {
  return data === null || data === '' || (isObject(data) && Object.keys(data).length === 0);
}

/** A value that is not what a program cannot do without. */
export function describeIssue(pointer: string, expected: string, value: unknown): Issue {
  const rule = value === undefined ? 'required' : 'type';
  return { rule, pointer, expected, got: describeValue(value) };
}

/** Makes of the envelope what a program gets. `redact` takes credentials out of its words. */
export async function tidyEnvelope(
  { envelope }: AnswerFacts,
  answer: Record<string, unknown>,
  text: string,
  redact: (words: string) => Promise<string>,
): Promise<void> {
  const id = answer[envelope.requestId];
  if (typeof id === 'number' && !Number.isSafeInteger(id)) {
    // Its last digits are lost as a number, and a support ticket needs them all.
    const digits = new RegExp(`"${envelope.requestId}"\\s*:\\s*(-?\\d+)\\s*[,}]`).exec(text)?.[1];
    answer[envelope.requestId] = digits ?? id;
  }
  for (const name of [envelope.message, envelope.requestId]) {
    const value = answer[name];
    if (typeof value === 'string') answer[name] = await redact(value);
  }
}

/** What is wrong with a whole answer: a refusal, or an envelope that cannot be read. */
export function findFailure(
  contract: Contract,
  operationId: string,
  answer: unknown,
): RefusedError | ContractError | undefined {
  const { envelope, readsTextCodes, allowsBareCode } = contract;
  const fault = (issue: Issue) => new ContractError(operationId, [issue], readRequestId(contract, answer));
  if (!isObject(answer)) return fault(describeIssue('', 'an object', answer));
  const code = readCode(contract, answer);
  if (code === undefined) {
    const types = readsTextCodes ? 'an integer or a string' : 'an integer';
    return fault(describeIssue(`/${envelope.code}`, types, answer[envelope.code]));
  }
  // What says both is neither a success nor a refusal.
  const contradiction = code === 0 ? findContradiction(contract, code, answer) : undefined;
  const issue = contradiction ?? (allowsBareCode ? undefined : findMissing(contract, answer));
  if (issue) return fault(issue);
  return code === 0 ? undefined : readRefusal(contract, operationId, code, answer);
}

/** What an envelope lacks beside the code. */
function findMissing(
  { envelope }: AnswerFacts,
  answer: Readonly<Record<string, unknown>>,
): Issue | undefined {
  const { [envelope.message]: message, [envelope.requestId]: id } = answer;
  if (typeof id !== 'string' && !Number.isInteger(id))
    return describeIssue(`/${envelope.requestId}`, 'an integer or a string', id);
  return typeof message === 'string' ? undefined : describeIssue(`/${envelope.message}`, 'a string', message);
}

function readRefusal(
  contract: Contract,
  operationId: string,
  code: number,
  answer: Readonly<Record<string, unknown>>,
): RefusedError {
  const { envelope, refusals, otherRefusal, notFoundCodes } = contract;
  const { [envelope.message]: message, [envelope.data]: data } = answer;
  const [reason, remedy, retryable, possiblyApplied] = refusals[code] ?? otherRefusal;
  const mayBeNotFound = notFoundCodes[operationId] === code;
  // It has what a success has beside the code: the word for one, or data.
  const looksApplied =
    findContradiction(contract, code, answer) !== undefined || (data !== undefined && !isNothing(data));
  return new RefusedError({
    operationId,
    code,
    reason,
    requestId: readRequestId(contract, answer) ?? '',
    remedy: contract.improveRemedy(operationId, reason, remedy, mayBeNotFound),
    retryable,
    mayBeNotFound,
    possiblyApplied: possiblyApplied || looksApplied,
    vendorMessage: typeof message === 'string' ? message : '',
  });
}

/** The data of a success, as the types have it. @throws `error`, or a ContractError where there are none. */
export function readData<Data>(
  contract: AnswerFacts,
  operationId: string,
  answer: unknown,
  error: Error | undefined,
): Data {
  if (error) throw error;
  const { envelope, dataFacts } = contract;
  const data = isObject(answer) ? answer[envelope.data] : undefined;
  const { type = 'object', mayBeMissing, mayBeEmpty } = dataFacts[operationId] ?? {};
  if ((mayBeMissing && data === undefined) || (mayBeEmpty && isNothing(data))) return null as Data;
  // The wire has no types; that it is an object or a string is seen here, and all of it by `validate`.
  if (type === 'object' ? isObject(data) : typeof data === type) return data as Data;
  const issue = describeIssue(`/${envelope.data}`, type === 'object' ? 'an object' : 'a string', data);
  throw new ContractError(operationId, [issue], readRequestId(contract, answer));
}

/** Whether the word beside the code says the opposite of it. */
export function findContradiction(
  { envelope: { code: codeName, outcome } }: AnswerFacts,
  code: number,
  answer: Readonly<Record<string, unknown>>,
): Issue | undefined {
  if (!outcome) return undefined;
  const { name, success, failure } = outcome;
  const [word, other] = code === 0 ? [success, failure] : [failure, success];
  if (answer[name] !== other) return undefined;
  const expected = `"${word}", since ${codeName} is ${code}`;
  return { rule: 'mismatch', pointer: `/${name}`, expected, got: `"${other}"` };
}

/** A time beyond it is in milliseconds. In seconds it is the year 5138, in milliseconds 1973: no call was at either. */
export const mostSeconds = 1e11;
