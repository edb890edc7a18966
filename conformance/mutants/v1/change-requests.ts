import type { ErrorCode, OperationId } from '@trtc-call/spec/v1';
import type { MutantRequest, MutantTools, Mutate } from './mutant.ts';
import { isFor, readFields, withFields } from './request.ts';
import { refuse, succeed } from './respond.ts';

type Members = Readonly<Record<string, unknown>>;
type Test = (request: MutantRequest, tools: MutantTools) => boolean;

/** Answers success, without a look at the rest, where the test holds. */
export function acceptWhere(test: Test): Mutate {
  return async (request, forward, tools) => (test(request, tools) ? succeed() : forward(request));
}

/** Refuses by this code where the test holds. */
export function refuseWhere(code: ErrorCode, test: Test): Mutate {
  return async (request, forward, tools) => (test(request, tools) ? refuse(code) : forward(request));
}

/** Answers as if another request had come. */
export function changeRequests(change: (request: MutantRequest) => MutantRequest): Mutate {
  return (request, forward) => forward(change(request));
}

/** Does so with the requests of one operation, and hands the others on. */
export function onlyFor(operation: OperationId, mutate: Mutate): Mutate {
  return (request, forward, tools) =>
    isFor(request, operation) ? mutate(request, forward, tools) : forward(request);
}

/** Answers as if the body of an operation had held other fields. */
export function changeFields(operation: OperationId, change: (fields: Members) => Members): Mutate {
  return onlyFor(
    operation,
    changeRequests((request) => withFields(request, change(readFields(request)))),
  );
}

/** The fields without those of the names. */
export function without(fields: Members, ...names: string[]): Members {
  return Object.fromEntries(Object.entries(fields).filter(([name]) => !names.includes(name)));
}
