import { AssertionError } from 'node:assert';
import { findMistake, type MistakeId } from '@trtc-call/spec/v1';
import { type Answer, codeOf, describeAnswer, envelopeOf, membersOf } from './answer.ts';

/** Fails the requirement when the condition does not hold. The message says what was expected, and what came. */
export function expectThat(condition: boolean, message: string): asserts condition {
  if (!condition) throw new AssertionError({ message, stackStartFn: expectThat });
}

/** The operation was carried out; gives the envelope's data. */
export function expectSuccess(answer: Answer): unknown {
  expectThat(
    answer.status === 200 && codeOf(answer) === 0,
    `expected a success, got ${describeAnswer(answer)}`,
  );
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
 * The mistake was refused: by one of the codes that the contract allows for it, inside an answer of HTTP 200. Where
 * the contract allows any code, an HTTP status of its own is a refusal too.
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
  if (answer.status === 200 && isAllowed) return undefined;
  return `${what} by ${allowed.join(' or ')}, got ${describeAnswer(answer)}`;
}
