import type { OutgoingWebhook } from '@trtc-call/webhooks/send';
import { expectThat, NoAnswerError } from '../expect.ts';
import type { ReceiverAnswer, ReceiverContext } from './receiver-context.ts';

type Members = Readonly<Record<string, unknown>>;

/** The vendor sends it no more. */
export function expectAcknowledged(answer: ReceiverAnswer, what: string): void {
  expectThat(answer.isAcknowledged, `${what} to be acknowledged`, describeAnswer(answer));
}

/** The vendor sends it again, or another sender learns that it was refused. */
export function expectNotAcknowledged(answer: ReceiverAnswer, what: string): void {
  expectThat(!answer.isAcknowledged, `${what} not to be acknowledged`, describeAnswer(answer));
}

/** A webhook: its command, the members of its body that differ, and what it is in words, by default its command. */
export type Sent = readonly [command: string, body?: Members, what?: string];

export function acknowledges(...sent: readonly Sent[]) {
  return async ({ webhook, send }: ReceiverContext) => {
    for (const [command, body, what = command] of sent) {
      expectAcknowledged(await send(webhook(command, body)), what);
    }
  };
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

/** The answer is one of HTTP 200 with the number 0 as its code; gives its members. */
export function expectAcknowledgement({ status, json, text }: ReceiverAnswer): Members {
  expectThat(status === 200, 'HTTP 200', `HTTP ${status}`);
  const members: Members = Object(json);
  const { ErrorCode } = members;
  const got =
    json === undefined ? JSON.stringify(text.slice(0, 100)) : `ErrorCode ${describeCode(ErrorCode)}`;
  expectThat(ErrorCode === 0, 'a JSON object with the number 0 as ErrorCode', got);
  return members;
}

export async function expectHandled(
  { handled }: ReceiverContext,
  webhook: OutgoingWebhook,
  what: string,
  expected = 1,
): Promise<void> {
  const count = await handled(webhook, expected);
  expectThat(count === expected, `${what} to be handled ${times(expected)}`, times(count));
}

/** A webhook, and another of its call that differs in these members, are both handled. */
export async function expectBothHandled(
  context: ReceiverContext,
  first: OutgoingWebhook,
  change: Members,
  how: string,
): Promise<void> {
  const second = { ...first, body: { ...Object(first.body), ...change } };
  expectAcknowledged(await context.send(first), `the first of two webhooks ${how}`);
  expectAcknowledged(await context.send(second), `the second of two webhooks ${how}`);
  await expectHandled(context, first, `a call with two webhooks ${how}`, 2);
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
function describeCode(code: unknown): string {
  const isCode = typeof code === 'number' || (typeof code === 'string' && /^-?\d{1,9}$/.test(code));
  return isCode ? JSON.stringify(code) : `of type ${code === null ? 'null' : typeof code}`;
}
