import { randomUUID } from 'node:crypto';
import { isObject } from '@trtc-call/reporting/values';
import { parseJson, readMembers } from '../requirements/check/answer.ts';
import { findMistake } from '../requirements/check/expect.ts';
import { readSuccessMessage } from '../requirements/check/wrong-values.ts';
import type { Generation } from '../requirements/generation.ts';
import type { RawResponse } from '../targets/recorder.ts';

export interface MutantRequest {
  readonly url: URL;
  readonly method: string;
  readonly headers: Headers;
  /** The body as text; empty where there is none. */
  readonly body: string;
}

/** Hands a request on to the unbroken mock. */
export type Forward = (request: MutantRequest) => Promise<RawResponse>;

/** What a mutant knows besides the request. */
export interface MutantTools {
  /** The key of the account, for mutants that look into UserSigs. */
  readonly secretKey: string;
  /** The clock of the run, in milliseconds. */
  now(): number;
  /** Lets the clock of the run go on, without waiting. */
  wait(milliseconds: number): void;
  /** Lasts as long as one requirement runs. */
  readonly memory: Map<string, string>;
}

/** What a broken server does with a request: the break is a layer around the mock. */
export type Mutate = (request: MutantRequest, forward: Forward, tools: MutantTools) => Promise<RawResponse>;

/**
 * Broken servers by the keys of the requirements that must find them, apart by spaces, and by their ids in kebab-case.
 * Others may find them too. Of a generation that does not state one of the requirements, the others must.
 */
export type MutantTable = Readonly<Record<string, Readonly<Record<string, Mutate>>>>;

export type Members = Readonly<Record<string, unknown>>;
type Test = (request: MutantRequest, tools: MutantTools) => boolean;
/** The members that change; one that is undefined is left out of the answer. */
type Change<Value = Members> = (members: Value, request: MutantRequest, tools: MutantTools) => Members;

/** The mock's own answer as it is, and the JSON in it. */
export interface MockAnswer {
  readonly status: number;
  readonly text: string;
  readonly members: Members;
  readonly code: number;
  readonly isSuccess: boolean;
  readonly data: unknown;
}

export interface Listing {
  readonly total: number;
  readonly page: number;
  readonly records: readonly Members[];
}

/** The ways in which a mock of one generation is broken. */
export type Mutations = ReturnType<typeof createMutations>;

export function createMutations(generation: Generation) {
  const { contract, names, recordMember } = generation;
  const { envelope } = contract;

  const writeEnvelope = (code: number, message: unknown, data: unknown): Members => ({
    ...(envelope.outcome && {
      [envelope.outcome.name]: code === 0 ? envelope.outcome.success : envelope.outcome.failure,
    }),
    [envelope.code]: code,
    [envelope.message]: message,
    [envelope.requestId]: randomUUID(),
    [envelope.data]: data,
  });
  const isFor = (request: MutantRequest, operation: string) =>
    request.url.pathname === contract.operations[operation]?.path;
  /** Reads an answer of the mock; a bodiless one has an empty envelope. */
  const readAnswer = ({ status, text }: RawResponse): MockAnswer => {
    const members = readMembers(text === '' ? {} : JSON.parse(text));
    const code = Number(members[envelope.code]);
    return { status, text, members, code, isSuccess: code === 0, data: members[envelope.data] };
  };
  /** An answer of HTTP 200: of an operation that was carried out, or of a mistake. */
  const succeed = (data: unknown = {}) => respondJson(writeEnvelope(0, readSuccessMessage(generation), data));
  const refuse = (code: number) => respondJson(writeEnvelope(code, 'Refused', {}));
  const replaceAnswers =
    (
      replace: (answer: MockAnswer, request: MutantRequest, tools: MutantTools) => RawResponse | undefined,
    ): Mutate =>
    async (request, forward, tools) => {
      const response = await forward(request);
      return replace(readAnswer(response), request, tools) ?? response;
    };
  const changeWhere = (applies: (answer: MockAnswer) => boolean, how: Change) =>
    replaceAnswers((answer, request, tools) =>
      applies(answer)
        ? respondJson({ ...answer.members, ...how(answer.members, request, tools) })
        : undefined,
    );
  const changeSuccesses = (how: Change) => changeWhere(({ isSuccess }) => isSuccess, how);
  const changeRefusals = (how: Change) =>
    changeWhere(({ isSuccess, members }) => !isSuccess && envelope.code in members, how);
  const onlyFor =
    (operation: string, mutate: Mutate): Mutate =>
    (request, forward, tools) =>
      isFor(request, operation) ? mutate(request, forward, tools) : forward(request);
  const changeData = (
    operation: string,
    how: (data: unknown, request: MutantRequest, tools: MutantTools) => unknown,
  ) =>
    onlyFor(
      operation,
      changeSuccesses((members, request, tools) => ({
        [envelope.data]: how(members[envelope.data], request, tools),
      })),
    );
  /** Changes the data of each success of an operation, where they are an object. */
  const changeMembers = (operation: string, how: Change) =>
    changeData(operation, (data, request, tools) => {
      const members = readMembers(data);
      return { ...members, ...how(members, request, tools) };
    });
  const readListing = (data: unknown): Listing => {
    const { [names.total]: total, [names.page]: page, [names.records]: list } = readMembers(data);
    const records = Array.isArray(list) ? list.map(readMembers) : [];
    return { total: Number(total), page: Number(page), records };
  };
  const writeListing = ({ total, page, records }: Listing): Members => ({
    [names.total]: total,
    [names.page]: page,
    [names.records]: records,
  });
  const changeListing = (
    how: (listing: Listing, request: MutantRequest, tools: MutantTools) => Partial<Listing>,
  ) =>
    changeData('getRecordsByFilter', (data, request, tools) => {
      const listing = readListing(data);
      return writeListing({ ...listing, ...how(listing, request, tools) });
    });
  const changeListed = (how: (record: Members) => Members) =>
    changeListing(({ records }) => ({ records: records.map((record) => ({ ...record, ...how(record) })) }));
  const changeRecord = (how: (record: Members) => Members) =>
    changeMembers('getRecordByCallId', (data) => {
      if (recordMember === undefined) return how(data);
      const record = readMembers(data[recordMember]);
      return { [recordMember]: { ...record, ...how(record) } };
    });
  const changeCode = (code: number, how: Change) =>
    changeRefusals((members, request, tools) =>
      Number(members[envelope.code]) === code ? how(members, request, tools) : {},
    );

  return {
    generation,
    names,
    isFor,
    readAnswer,
    succeed,
    refuse,
    replaceAnswers,
    onlyFor,
    changeSuccesses,
    changeRefusals,
    changeData,
    changeMembers,
    changeRecord,
    changeListing,
    changeListed,
    readListing,
    writeListing,
    isForAnOperation: (request: MutantRequest) =>
      Object.keys(contract.operations).some((operation) => isFor(request, operation)),
    withOperation(request: MutantRequest, operation: string): MutantRequest {
      const url = new URL(request.url);
      url.pathname = contract.operations[operation]?.path ?? '';
      return { ...request, url };
    },
    findCode: (mistake: string) => findMistake(contract, mistake).answer,
    /** The other codes that are allowed for a mistake; none where any is. */
    findOtherCodes(mistake: string): readonly number[] {
      const { allowed, answer } = findMistake(contract, mistake);
      return allowed === 'any' ? [] : allowed.filter((code) => code !== answer);
    },
    /** Answers success, without a look at the rest, where the test holds. */
    acceptWhere:
      (test: Test): Mutate =>
      async (request, forward, tools) =>
        test(request, tools) ? succeed() : forward(request),
    refuseWhere:
      (code: number, test: Test): Mutate =>
      async (request, forward, tools) =>
        test(request, tools) ? refuse(code) : forward(request),
    /** Answers as if the body of an operation had held other fields. */
    changeFields: (operation: string, how: (fields: Members) => Members) =>
      onlyFor(
        operation,
        changeRequests((request) => {
          const fields = readFields(request);
          // What is not an object has no fields to change.
          return isObject(parseJson(request.body))
            ? withFields(request, { ...fields, ...how(fields) })
            : request;
        }),
      ),
    changeEnvelopes: (how: Change) => changeWhere(() => true, how),
    /** Sends the answers of which the test says yes with another status, type or text. */
    changeResponse: (
      test: (answer: MockAnswer) => boolean,
      change: { readonly status?: number; readonly contentType?: string; readonly text?: string },
    ) =>
      replaceAnswers((answer) => {
        const { text = answer.text, status = 200, contentType } = change;
        return test(answer) ? respond(text, status, contentType) : undefined;
      }),
    changeRecords: (how: (record: Members) => Members): Mutate => both(changeRecord(how), changeListed(how)),
    /** Answers success where the mock refuses an operation by this code. */
    acceptCode: (code: number, operations: readonly string[], data: unknown = {}) =>
      changeCode(code, (_, request) =>
        operations.some((operation) => isFor(request, operation))
          ? writeEnvelope(0, readSuccessMessage(generation), data)
          : {},
      ),
    swapCode: (code: number, forCode: number) => changeCode(code, () => ({ [envelope.code]: forCode })),
  };
}

export function respondJson(value: unknown): RawResponse {
  return respond(JSON.stringify(value));
}

export function respond(text: string, status = 200, contentType = 'application/json'): RawResponse {
  return { status, text, headers: new Headers({ 'content-type': contentType }) };
}

export function both(first: Mutate, second: Mutate): Mutate {
  return (request, forward, tools) => first(request, (changed) => second(changed, forward, tools), tools);
}

export function changeRequests(change: (request: MutantRequest) => MutantRequest): Mutate {
  return (request, forward) => forward(change(request));
}

/** The value of a URL parameter, or an empty text where there is none. */
export function readParameter({ url }: MutantRequest, name: string): string {
  return url.searchParams.get(name) ?? '';
}

export function withQuery(request: MutantRequest, query: Iterable<[string, string]>): MutantRequest {
  const url = new URL(request.url);
  url.search = new URLSearchParams([...query]).toString();
  return { ...request, url };
}

/** The members of the body; none where it is not a JSON object. */
export function readFields(request: MutantRequest): Members {
  return readMembers(parseJson(request.body));
}

export function isOtherJson(request: MutantRequest): boolean {
  const json = parseJson(request.body);
  return json !== undefined && !isObject(json);
}

export function withFields(request: MutantRequest, fields: Members): MutantRequest {
  return { ...request, body: JSON.stringify(fields) };
}

/** Such as `get-record-by-call-id` for `getRecordByCallId`. */
export function toKebab(name: string): string {
  const words = name.replaceAll('_', '-').replaceAll(/(?<=[a-z])[A-Z]/g, (letter) => `-${letter}`);
  return words.toLowerCase();
}
