import { randomUUID } from 'node:crypto';
import { isObject } from '@trtc-call/reporting/values';
import { parseJson, readMembers } from '../requirements/check/answer.ts';
import { findMistake } from '../requirements/check/expect.ts';
import { readSuccessMessage } from '../requirements/check/wrong-values.ts';
import type { Generation, Names } from '../requirements/generation.ts';
import type { MutantRequest, MutantTools, Mutate } from './mutant.ts';

export type Members = Readonly<Record<string, unknown>>;
type Test = (request: MutantRequest, tools: MutantTools) => boolean;
type Change = (members: Members, request: MutantRequest, tools: MutantTools) => unknown;

/** The mock's own answer as it is, and the JSON in it. */
export interface MockAnswer {
  readonly status: number;
  readonly text: string;
  readonly members: Members;
  readonly code: number;
  readonly isSuccess: boolean;
  readonly data: unknown;
}

/** What a list of records answers. */
export interface Listing {
  readonly total: number;
  readonly page: number;
  readonly records: readonly Members[];
}

/** The ways in which a mock of one generation is broken. */
export interface Mutations {
  readonly generation: Generation;
  readonly names: Names;
  /** Whether the request names this operation by its path. */
  isFor(request: MutantRequest, operation: string): boolean;
  /** Whether the path names any operation. */
  isForAnOperation(request: MutantRequest): boolean;
  /** The same request to another operation. */
  withOperation(request: MutantRequest, operation: string): MutantRequest;
  /** The code that answers a mistake. */
  findCode(mistake: string): number;
  /** The other codes that are allowed for a mistake; none where any is. */
  findOtherCodes(mistake: string): readonly number[];
  /** Reads an answer of the mock; a bodiless one has an empty envelope. */
  readAnswer(response: Response): Promise<MockAnswer>;
  /** An answer of HTTP 200: of an operation that was carried out, or of a mistake. */
  succeed(data?: unknown): Response;
  refuse(code: number): Response;
  /** Answers success, without a look at the rest, where the test holds. */
  acceptWhere(test: Test): Mutate;
  /** Refuses by this code where the test holds. */
  refuseWhere(code: number, test: Test): Mutate;
  /** Does so with the requests of one operation, and hands the others on. */
  onlyFor(operation: string, mutate: Mutate): Mutate;
  /** Answers as if the body of an operation had held other fields. */
  changeFields(operation: string, change: (fields: Members) => Members): Mutate;
  /** Changes the envelope of each success, each refusal, every answer. */
  changeSuccesses(change: Change): Mutate;
  changeRefusals(change: Change): Mutate;
  changeEnvelopes(change: Change): Mutate;
  /** Sends the answers of which the test says yes with another status, type or text. */
  changeResponse(
    test: (answer: MockAnswer) => boolean,
    change: { readonly status?: number; readonly contentType?: string; readonly text?: string },
  ): Mutate;
  /** Changes the data of each success of an operation. */
  changeData(
    operation: string,
    change: (data: unknown, request: MutantRequest, tools: MutantTools) => unknown,
  ): Mutate;
  /** Changes the record that is answered to an id. */
  changeRecord(change: (record: Members) => Members): Mutate;
  /** Changes the page of the list operation. */
  changeListing(change: (listing: Listing, request: MutantRequest, tools: MutantTools) => Listing): Mutate;
  /** Changes each record of that page. */
  changeListed(change: (record: Members) => Members): Mutate;
  /** Reads and writes the data of the list operation. */
  readListing(data: unknown): Listing;
  writeListing(listing: Listing): Members;
  /** Answers success where the mock refuses an operation by this code. */
  acceptCode(code: number, operations: readonly string[], data?: unknown): Mutate;
  /** Refuses by another code than the mock does. */
  swapCode(code: number, forCode: number): Mutate;
}

/** Makes the ways to break a mock of a generation. */
export function createMutations(generation: Generation): Mutations {
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
  const readAnswer = async (response: Response): Promise<MockAnswer> => {
    const text = await response.text();
    const members = readMembers(text === '' ? {} : JSON.parse(text));
    const code = Number(members[envelope.code]);
    return {
      status: response.status,
      text,
      members,
      code,
      isSuccess: code === 0,
      data: members[envelope.data],
    };
  };
  const succeed = (data: unknown = {}) =>
    Response.json(writeEnvelope(0, readSuccessMessage(generation), data));
  const refuse = (code: number) => Response.json(writeEnvelope(code, 'Refused', {}));
  const change =
    (change: Change, applies: (answer: MockAnswer) => boolean): Mutate =>
    async (request, forward, tools) => {
      const answer = await readAnswer(await forward(request));
      return applies(answer)
        ? Response.json(change(answer.members, request, tools))
        : respond(answer.text, { status: answer.status });
    };
  const changeSuccesses = (how: Change) => change(how, ({ isSuccess }) => isSuccess);
  const changeRefusals = (how: Change) =>
    change(how, ({ isSuccess, members }) => !isSuccess && envelope.code in members);
  const onlyFor =
    (operation: string, mutate: Mutate): Mutate =>
    (request, forward, tools) =>
      isFor(request, operation) ? mutate(request, forward, tools) : forward(request);
  const changeData: Mutations['changeData'] = (operation, how) =>
    changeSuccesses((members, request, tools) =>
      isFor(request, operation)
        ? { ...members, [envelope.data]: how(members[envelope.data], request, tools) }
        : members,
    );
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
  const changeListing: Mutations['changeListing'] = (how) =>
    changeData('getRecordsByFilter', (data, request, tools) =>
      writeListing(how(readListing(data), request, tools)),
    );

  return {
    generation,
    names,
    isFor,
    isForAnOperation: (request) =>
      Object.keys(contract.operations).some((operation) => isFor(request, operation)),
    withOperation(request, operation) {
      const url = new URL(request.url);
      url.pathname = contract.operations[operation]?.path ?? '';
      return { ...request, url };
    },
    findCode: (mistake) => findMistake(contract, mistake).answer,
    findOtherCodes(mistake) {
      const { allowed, answer } = findMistake(contract, mistake);
      return allowed === 'any' ? [] : allowed.filter((code) => code !== answer);
    },
    readAnswer,
    succeed,
    refuse,
    acceptWhere: (test) => async (request, forward, tools) =>
      test(request, tools) ? succeed() : forward(request),
    refuseWhere: (code, test) => async (request, forward, tools) =>
      test(request, tools) ? refuse(code) : forward(request),
    onlyFor,
    changeFields: (operation, how) =>
      onlyFor(
        operation,
        // What is not an object has no fields to change.
        changeRequests((request) =>
          isObject(parseJson(request.body)) ? withFields(request, how(readFields(request))) : request,
        ),
      ),
    changeSuccesses,
    changeRefusals,
    changeEnvelopes: (how) => change(how, () => true),
    changeResponse:
      (test, { status = 200, contentType, text }) =>
      async (request, forward) => {
        const answer = await readAnswer(await forward(request));
        if (!test(answer)) return respond(answer.text, { status: answer.status });
        return respond(text ?? answer.text, { status, ...(contentType && { contentType }) });
      },
    changeData,
    changeRecord: (how) =>
      changeData('getRecordByCallId', (data) =>
        recordMember === undefined
          ? how(readMembers(data))
          : { [recordMember]: how(readMembers(readMembers(data)[recordMember])) },
      ),
    changeListing,
    changeListed: (how) => changeListing((listing) => ({ ...listing, records: listing.records.map(how) })),
    readListing,
    writeListing,
    acceptCode: (code, operations, data = {}) =>
      changeRefusals((members, request) => {
        const isAccepted =
          Number(members[envelope.code]) === code && operations.some((one) => isFor(request, one));
        return isAccepted ? writeEnvelope(0, readSuccessMessage(generation), data) : members;
      }),
    swapCode: (code, forCode) =>
      changeRefusals((members) =>
        Number(members[envelope.code]) === code ? { ...members, [envelope.code]: forCode } : members,
      ),
  };
}

/** An answer with this text. */
function respond(
  text: string,
  { status, contentType = 'application/json' }: { status: number; contentType?: string },
): Response {
  return new Response(text, { status, headers: { 'content-type': contentType } });
}

/** Answers as if another request had come. */
export function changeRequests(change: (request: MutantRequest) => MutantRequest): Mutate {
  return (request, forward) => forward(change(request));
}

/** Takes apart what `fetch` was called with. */
export async function readRequest(url: string, init: RequestInit): Promise<MutantRequest> {
  const { method = 'GET', body = null } = init;
  return {
    url: new URL(url),
    method,
    headers: new Headers(init.headers),
    body: typeof body === 'string' ? body : await new Response(body).text(),
  };
}

/** The value of a URL parameter, or an empty text where there is none. */
export function readParameter({ url }: MutantRequest, name: string): string {
  return url.searchParams.get(name) ?? '';
}

/** The same request with other URL parameters. */
export function withQuery(request: MutantRequest, query: Iterable<[string, string]>): MutantRequest {
  const url = new URL(request.url);
  url.search = new URLSearchParams([...query]).toString();
  return { ...request, url };
}

/** The members of the body; none where it is not a JSON object. */
export function readFields(request: MutantRequest): Members {
  return readMembers(parseJson(request.body));
}

/** Whether the body is JSON, and not an object. */
export function isOtherJson(request: MutantRequest): boolean {
  const json = parseJson(request.body);
  return json !== undefined && !isObject(json);
}

/** The same request with another body. */
export function withFields(request: MutantRequest, fields: Members): MutantRequest {
  return { ...request, body: JSON.stringify(fields) };
}

/** The fields without those of the names. */
export function without(fields: Members, ...names: string[]): Members {
  return Object.fromEntries(Object.entries(fields).filter(([name]) => !names.includes(name)));
}
