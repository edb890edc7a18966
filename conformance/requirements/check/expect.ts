import { isObject } from '@trtc-call/reporting/values';
import type { Contract, MistakeEntry } from '@trtc-call/spec';
import { BlockedError, ExpectationError, InconclusiveError, type Mismatch } from '../expect.ts';
import type { RequirementKey } from '../requirement.ts';
import { type Answer, describeAnswer, readMembers } from './answer.ts';

/** Fails the requirement unless the answer is as expected. */
export function expect(answer: Answer) {
  return createMatchers(answer, ({ expected, got }) => {
    throw new ExpectationError(expected, got);
  });
}

/** Blocks the check by the requirement that states it, unless the answer is as expected. */
export function given(by: RequirementKey, answer: Answer) {
  return createMatchers(answer, ({ expected, got }) => {
    throw new BlockedError(by, expected, got);
  });
}

/**
 * The mistake of a contract. Where the same mistake has an id for each service, such as `record-field-missing`, it is
 * found for the operation by the common end of the ids, `field-missing`.
 */
export function findMistake(
  { mistakes, generation }: Contract,
  id: string,
  operation?: string,
): MistakeEntry {
  const rows = mistakes.filter((row) => operation === undefined || row.operations.includes(operation));
  const mistake = rows.find((row) => row.id === id) ?? rows.find((row) => row.id.endsWith(`-${id}`));
  if (mistake) return mistake;
  throw new TypeError(`${generation} knows no mistake ${id}${operation ? ` of ${operation}` : ''}`);
}

/** How the answer to a mistake differs from what the contract allows; nothing where it does not. */
export function findRefusalMismatch(answer: Answer, mistake: string): Mismatch | undefined {
  const { allowed, sentence } = findMistake(answer.contract, mistake, answer.operation);
  const { code } = answer;
  const isRefused =
    allowed === 'any'
      ? answer.status >= 400 || (code !== undefined && code !== 0)
      : code !== undefined && allowed.includes(code);
  if (isRefused) return undefined;
  const codes = allowed === 'any' ? '' : ` by ${allowed.join(' or ')}`;
  return { expected: `${sentence} to be refused${codes}`, got: describeAnswer(answer) };
}

function createMatchers(answer: Answer, fail: (mismatch: Mismatch) => never) {
  const got = describeAnswer(answer);
  /** The operation was carried out, whatever the HTTP status, of which other requirements speak; gives the data. */
  const toSucceed = (): unknown => {
    if (answer.noMatch !== undefined) throw new InconclusiveError(answer.noMatch);
    return answer.code === 0 ? answer.data : fail({ expected: 'a success', got });
  };
  return {
    toSucceed,
    /** The operation was carried out and its data is an object; gives its members. */
    toSucceedWithObject(): Record<string, unknown> {
      const data = toSucceed();
      return isObject(data)
        ? readMembers(data)
        : fail({ expected: 'data to be an object', got: JSON.stringify(data) ?? 'nothing' });
    },
    toBeRefused(): void {
      if (answer.code === 0) fail({ expected: 'a refusal', got });
    },
    /**
     * The mistake was refused by one of the codes that the contract allows for it. Where it allows any code, an HTTP
     * status of 400 or more is a refusal too. Whether refusals are answered with HTTP 200 is a requirement of its own,
     * so that a target which breaks only that fails only that.
     */
    toBeRefusedAs(mistake: string): void {
      const mismatch = findRefusalMismatch(answer, mistake);
      if (mismatch) fail(mismatch);
    },
    toHaveStatus(status: number): void {
      if (answer.status !== status) fail({ expected: `HTTP ${status}`, got: `HTTP ${answer.status}` });
    },
    /** The test holds; `expected` says what it looks for. */
    toSatisfy(test: (answer: Answer) => boolean, expected: string): void {
      if (!test(answer)) fail({ expected, got });
    },
  };
}
