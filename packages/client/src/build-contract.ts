import { isObject } from '@trtc-call/reporting/values';
import {
  type AnswerFacts,
  contradicts,
  createFindViolations,
  describeIssue,
  findMismatches,
  isNothing,
  readCode,
  readRequestId,
} from './answers.ts';
import type {
  Contract,
  ContractFacts,
  Envelope,
  EnvelopeFault,
  QueryParameter,
  RefusalFacts,
} from './contract.ts';
import { ContractError } from './errors.ts';
import { breaks, compile, type Issue, type Schema, type Validator } from './schema/schema.ts';

/** All that tells a generation from another one. Tables are by operation. */
export interface Generation extends ContractFacts, AnswerFacts {
  readonly requestSchemas: Readonly<Record<string, Schema>>;
  /** By code. */
  readonly refusals: Readonly<Record<number, Refusal>>;
  readonly otherRefusal: Refusal;
  /** The code by which an operation may say that what is asked for is not there. */
  readonly notFoundCodes: Readonly<Partial<Record<string, number>>>;
  readonly contentType: string;
  readonly largestRandom: number;
  /** Whether an answer may lack the message and the id of the request. */
  readonly allowsBareCode: boolean;
  /** What a schema cannot say of a body; it is sent all the same. */
  findOdd(body: Record<string, unknown>): Issue[];
  /** What to do about a refusal, where that is more than the table says. */
  improveRemedy(operationId: string, refusal: RefusalFacts): string;
}

export type Refusal = readonly [
  name: string,
  cause: string,
  remedy: string,
  retryable: boolean,
  possiblyApplied?: boolean,
];

/** Puts together what the engine needs of a generation. */
export function buildContract(generation: Generation): Contract {
  const { envelope, requestSchemas, dataFacts } = generation;
  const requests = new Map<string, Validator>();
  const findViolations = createFindViolations(generation);
  return {
    ...generation,
    makeQuery: ({ sdkAppId, identifier, userSig }) =>
      ({
        sdkappid: sdkAppId,
        identifier,
        usersig: userSig,
        contenttype: generation.contentType,
      }) satisfies Record<Exclude<QueryParameter, 'random'>, string | number>,
    randomParameter: { name: 'random' satisfies QueryParameter, largest: generation.largestRandom },
    checkRequest(operationId, body) {
      const validator = requests.get(operationId) ?? compile(requestSchemas[operationId] ?? {});
      requests.set(operationId, validator);
      const found: Issue[] = validator.check(body);
      return { wrong: found.find(breaks), odd: [...found, ...generation.findOdd({ ...Object(body) })] };
    },
    requestNames: (operationId) => Object.keys(requestSchemas[operationId]?.properties ?? {}),
    tidyAnswer(answer, text, redact) {
      const id = answer[envelope.requestId];
      if (typeof id === 'number' && !Number.isSafeInteger(id)) {
        // Its last digits are lost as a number, and a support ticket needs them all.
        answer[envelope.requestId] =
          new RegExp(`"${envelope.requestId}"\\s*:\\s*(-?\\d+)\\s*[,}]`).exec(text)?.[1] ?? id;
      }
      for (const name of [envelope.message, envelope.requestId]) {
        const value = answer[name];
        if (typeof value === 'string') answer[name] = redact(value);
      }
    },
    readEnvelope: (answer) => readEnvelope(generation, answer),
    readRequestId: (answer) => readRequestId(generation, answer),
    readData<Data>(operationId: string, answer: unknown, error: Error | undefined): Data {
      if (error) throw error;
      const data = isObject(answer) ? answer[envelope.data] : undefined;
      const { type = 'object', mayBeMissing, mayBeEmpty } = dataFacts[operationId] ?? {};
      if ((mayBeMissing && data === undefined) || (mayBeEmpty && isNothing(data))) return null as Data;
      // The wire has no types; that it is an object or a string is seen here, and all of it by `validate`.
      if (type === 'object' ? isObject(data) : typeof data === type) return data as Data;
      const issue = describeIssue(`/${envelope.data}`, type === 'object' ? 'an object' : 'a string', data);
      throw new ContractError(operationId, [issue], readRequestId(generation, answer));
    },
    describeRefusal(operationId, code) {
      const [reason, cause, remedy, retryable, possiblyApplied = false] =
        generation.refusals[code] ?? generation.otherRefusal;
      const mayBeNotFound = generation.notFoundCodes[operationId] === code;
      const refusal = { reason, cause, remedy, retryable, possiblyApplied, mayBeNotFound };
      return { ...refusal, remedy: generation.improveRemedy(operationId, refusal) };
    },
    findViolations(asked, answer) {
      const { requestId, issues, breaking } = findViolations(asked.operationId, answer);
      const mismatches = findMismatches(generation, asked, answer);
      return { requestId, issues: [...issues, ...mismatches], breaking: [...breaking, ...mismatches] };
    },
  };
}

/** Reads the members around the data, of which the documents give some in two types. */
function readEnvelope(generation: Generation, answer: unknown): Envelope | EnvelopeFault {
  const {
    code: codeName,
    message: messageName,
    requestId: idName,
    data: dataName,
    outcome,
  } = generation.envelope;
  const members: Record<string, unknown> = isObject(answer) ? answer : {};
  const { [messageName]: message, [idName]: id } = members;
  const isId = typeof id === 'string' || Number.isInteger(id);
  const requestId = isId ? String(id) : undefined;
  const fault = (issue: Issue): EnvelopeFault => ({ issue, requestId: requestId || undefined });
  const code = readCode(generation, answer);
  if (!isObject(answer)) return fault(describeIssue('', 'an object', answer));
  const types = generation.readsTextCodes ? 'an integer or a string' : 'an integer';
  if (code === undefined) return fault(describeIssue(`/${codeName}`, types, members[codeName]));
  // What says both is neither a success nor a refusal.
  if (code === 0 && outcome && members[outcome.name] === outcome.failure) {
    return fault(contradicts(generation, code, outcome.success, outcome.failure));
  }
  if (!generation.allowsBareCode) {
    if (!isId) return fault(describeIssue(`/${idName}`, 'an integer or a string', id));
    if (typeof message !== 'string') return fault(describeIssue(`/${messageName}`, 'a string', message));
  }
  const data = members[dataName];
  const isSuccess = outcome !== undefined && members[outcome.name] === outcome.success;
  const hasOutcome = isSuccess || (data !== undefined && !isNothing(data));
  const text = typeof message === 'string' ? message : '';
  return { code, message: text, requestId: requestId ?? '', hasOutcome };
}
