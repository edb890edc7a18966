import { expectThat, NoAnswerError } from '../expect.ts';
import type { ReceiverAnswer, ReceiverContext } from './receiver-context.ts';

/** The vendor sends it no more. */
export function expectAcknowledged(answer: ReceiverAnswer, what: string): void {
  expectThat(answer.isAcknowledged, `${what} to be acknowledged`, describeAnswer(answer));
}

/** The vendor sends it again, or another sender learns that it was refused. */
export function expectNotAcknowledged(answer: ReceiverAnswer, what: string): void {
  expectThat(!answer.isAcknowledged, `${what} not to be acknowledged`, describeAnswer(answer));
}

/** Whatever came before, the vendor's next webhook is taken. */
export async function expectNextAcknowledged(
  { send, webhook }: ReceiverContext,
  command: string,
  before: string,
): Promise<void> {
  let answer: ReceiverAnswer | undefined;
  try {
    answer = await send(webhook(command));
  } catch (error) {
    if (!(error instanceof NoAnswerError)) throw error;
  }
  expectThat(answer !== undefined, `an answer behind ${before}`, 'none');
  expectAcknowledged(answer, `a webhook behind ${before}`);
}

/** The expected number of webhooks of the call was handled. */
export function expectHandled(count: number, expected: number, what: string): void {
  expectThat(count === expected, `${what} to be handled ${times(expected)}`, `${times(count)}`);
}

function times(count: number): string {
  if (count === 0) return 'never';
  return count === 1 ? 'once' : `${count} times`;
}

/** One line that says what came back. */
export function describeAnswer({ status, json, text }: ReceiverAnswer): string {
  if (json === undefined) return `HTTP ${status} and ${text === '' ? 'no body' : 'a body that is not JSON'}`;
  return `HTTP ${status} and ErrorCode ${describeCode(Object(json).ErrorCode)}`;
}

/** An ErrorCode, or its type where it is not a number: an answer may repeat the path, which may hold a secret. */
export function describeCode(code: unknown): string {
  const isCode = typeof code === 'number' || (typeof code === 'string' && /^-?\d{1,9}$/.test(code));
  return isCode ? JSON.stringify(code) : `of type ${code === null ? 'null' : typeof code}`;
}
