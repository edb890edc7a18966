import { expectThat } from '../check/expect.ts';
import type { ReceiverAnswer } from './receiver-context.ts';

/** The vendor sends it no more. */
export function expectAcknowledged(answer: ReceiverAnswer, what: string): void {
  expectThat(answer.isAcknowledged, `expected ${what} to be acknowledged, got ${describe(answer)}`);
}

/** The vendor sends it again, or somebody who is not the vendor learns that it was refused. */
export function expectNotAcknowledged(answer: ReceiverAnswer, what: string): void {
  expectThat(!answer.isAcknowledged, `expected ${what} not to be acknowledged, got ${describe(answer)}`);
}

/** So many webhooks of the call were handled. */
export function expectHandled(count: number, expected: number, what: string): void {
  expectThat(count === expected, `expected ${what} to be handled ${times(expected)}, it was ${times(count)}`);
}

function times(count: number): string {
  if (count === 0) return 'never';
  return count === 1 ? 'once' : `${count} times`;
}

function describe({ status, json, text }: ReceiverAnswer): string {
  if (json === undefined) return `HTTP ${status} and ${text === '' ? 'no body' : 'a body that is no JSON'}`;
  return `HTTP ${status} and ErrorCode ${JSON.stringify(Object(json).ErrorCode)}`;
}
