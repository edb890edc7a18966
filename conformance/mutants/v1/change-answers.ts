import type { ErrorCode, OperationId } from '@trtc-call/spec/v1';
import { readMembers } from '../../requirements/v1/check/answer.ts';
import type { MutantRequest, MutantTools, Mutate } from './mutant.ts';
import { isFor } from './request.ts';
import { respond, respondWith } from './respond.ts';

type Members = Readonly<Record<string, unknown>>;
type Change = (envelope: Members, request: MutantRequest, tools: MutantTools) => unknown;

/** The mock's own answer as it is, and the JSON in it. */
export interface MockAnswer {
  readonly status: number;
  readonly text: string;
  readonly envelope: Members;
  readonly isSuccess: boolean;
}

/** Reads an answer of the mock; a bodiless one has an empty envelope. */
export async function readAnswer(response: Response): Promise<MockAnswer> {
  const text = await response.text();
  const envelope = readMembers(text === '' ? {} : JSON.parse(text));
  return { status: response.status, text, envelope, isSuccess: Number(envelope.errorCode) === 0 };
}

/** Changes the envelope of each success. */
export function changeSuccesses(change: Change): Mutate {
  return changeEnvelopes(change, ({ isSuccess }) => isSuccess);
}

/** Changes the envelope of each refusal. */
export function changeRefusals(change: Change): Mutate {
  return changeEnvelopes(change, ({ isSuccess, envelope }) => !isSuccess && 'errorCode' in envelope);
}

/** Changes every envelope. */
export function changeEnvelopes(change: Change, applies = (_: MockAnswer) => true): Mutate {
  return async (request, forward, tools) => {
    const answer = await readAnswer(await forward(request));
    if (!applies(answer)) return respondAs(answer);
    return respondWith(change(answer.envelope, request, tools));
  };
}

/** Sends every answer with another status, type or text, but keeps those of which the test says no. */
export function changeResponse(
  test: (answer: MockAnswer) => boolean,
  change: { readonly status?: number; readonly contentType?: string; readonly text?: string },
): Mutate {
  return async (request, forward) => {
    const answer = await readAnswer(await forward(request));
    if (!test(answer)) return respondAs(answer);
    const { status = 200, contentType = 'application/json', text = answer.text } = change;
    return respond(text, { status, contentType });
  };
}

/** Changes the data of each success of an operation. */
export function changeData(
  operation: OperationId,
  change: (data: unknown, request: MutantRequest, tools: MutantTools) => unknown,
): Mutate {
  return changeSuccesses((envelope, request, tools) => {
    if (!isFor(request, operation)) return envelope;
    return { ...envelope, data: change(envelope.data, request, tools) };
  });
}

/** Answers success where the mock refuses an operation by this code. */
export function acceptCode(code: ErrorCode, operations: readonly OperationId[], data: unknown = {}): Mutate {
  return changeRefusals((envelope, request) => {
    const isForgiven = Number(envelope.errorCode) === code && operations.some((one) => isFor(request, one));
    return isForgiven ? { ...envelope, errorCode: 0, errorMessage: 'Success', data } : envelope;
  });
}

/** Refuses by another code than the mock does. */
export function swapCode(code: ErrorCode, forCode: ErrorCode): Mutate {
  return changeRefusals((envelope) =>
    Number(envelope.errorCode) === code ? { ...envelope, errorCode: forCode } : envelope,
  );
}

function respondAs({ text, status }: MockAnswer): Response {
  return respond(text, { status, contentType: 'application/json' });
}
