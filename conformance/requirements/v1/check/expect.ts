import { AssertionError } from 'node:assert';
import { findMistake, type MistakeId } from '@trtc-call/spec/v1';
import { type Answer, codeOf, describeAnswer, envelopeOf, membersOf } from './answer.ts';

/** Fails the requirement when the condition does not hold. The message says what was expected, and what came. */
export function expectThat(condition: boolean, message: string): asserts condition {
  if (!condition) throw new AssertionError({ message, stackStartFn: expectThat });
}

/** The operation was carried out, whatever the HTTP status, of which other requirements speak; gives the data. */
export function expectSuccess(answer: Answer): unknown {
  expectThat(codeOf(answer) === 0, `expected a success, got ${describeAnswer(answer)}`);
  return envelopeOf(answer).data;
}

/** The operation was carried out and its data is an object; gives its members. */
export function expectData(answer: Answer): Record<string, unknown> {
  const data = expectSuccess(answer);
  const isObject = typeof data === 'object' && data !== null && !Array.isArray(data);
  expectThat(isObject, `expected data to be an object, got ${JSON.stringify(data)}`);
  return membersOf(data);
}

/**
 * The mistake was refused by one of the codes that the contract allows for it. Where it allows any code, an HTTP
 * status of 400 or more is a refusal too. Whether refusals are answered with HTTP 200 is a requirement of its own, so
 * that a target which breaks only that is told only that.
 */
export function expectRejected(answer: Answer, mistakeId: MistakeId): void {
  const problem = problemOfRejection(answer, mistakeId);
  expectThat(problem === undefined, problem ?? '');
}

/** What is wrong with the refusal of a mistake, or undefined where nothing is. */
export function problemOfRejection(answer: Answer, mistakeId: MistakeId): string | undefined {
  const { allowed, sentence } = findMistake(mistakeId);
  const code = codeOf(answer);
  const what = `expected ${sentence} to be refused`;
  if (allowed === 'any') {
    const isRefused = answer.status >= 400 || (code !== undefined && code !== 0);
    return isRefused ? undefined : `${what}, got ${describeAnswer(answer)}`;
  }
  const isAllowed = code !== undefined && allowed.some((one) => one === code);
  if (isAllowed) return undefined;
  return `${what} by ${allowed.join(' or ')}, got ${describeAnswer(answer)}`;
}
