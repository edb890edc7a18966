import type { MistakeId, OperationId } from '@trtc-call/spec/v1';
import type { AppStore } from '../state/app-store.ts';
import type { SeededRandom } from '../state/seeded-random.ts';
import { type Admin, adminRefusal, handleAdminRequest, plainAnswer } from './admin.ts';
import type { Catalogue } from './catalogue.ts';
import { checkBody } from './check-body.ts';
import { type Credentials, type QueryCheck, queryChecker } from './check-query.ts';
import type { Contract, OperationRule } from './contract.ts';
import { distort } from './distort.ts';
import type { Handle, MockAnswer, MockRequest } from './exchange.ts';
import { type Fault, parseFault } from './faults.ts';
import { type Guard, isAdminPath } from './guard.ts';
import { type Journal, journalBody } from './journal.ts';
import { operationHandlers } from './operations.ts';
import type { Orders } from './orders.ts';
import { readBody } from './read-body.ts';
import { type Verdict, verdictWording } from './word-verdict.ts';

/** What the core works with. */
export interface CoreParts {
  readonly contract: Contract;
  readonly catalogue: Catalogue;
  readonly apps: AppStore;
  readonly journal: Journal;
  readonly forced: Orders<string>;
  readonly faults: Orders<Fault>;
  readonly requestIds: () => SeededRandom;
  readonly checkSign: (credentials: Credentials, at: number) => MistakeId | undefined;
  readonly administrators: ReadonlySet<string>;
  readonly packageActive: boolean;
  readonly rateLimit: boolean;
  readonly now: () => number;
  readonly admin: Admin;
  readonly guard: Guard;
}

/** What is learnt of a request on the way, for the journal. */
interface Seen {
  /** The body, once it has been read as text. */
  body: string | undefined;
}

const json = 'application/json';
const magicPrefix = 'mock-';
const magicFaultPrefix = 'mock-fault-';

/** Makes the core: a request in, an answer out, without sockets and without waiting. */
export function createHandle(parts: CoreParts): Handle {
  const { contract, catalogue, journal } = parts;
  const byPath = new Map(contract.operations.map((operation) => [operation.path, operation]));
  const checkQuery = queryChecker(contract.parameters);
  const word = verdictWording(contract, catalogue);

  return (request) => {
    const at = parts.now();
    const mark = request.target.indexOf('?');
    const path = mark === -1 ? request.target : request.target.slice(0, mark);
    const query = mark === -1 ? '' : request.target.slice(mark + 1);
    // The vendor's advice for a first test of the connection is `curl -I` on the host (60138).
    if (path === '/' && request.method === 'HEAD') return plainAnswer('');
    const isAdmin = isAdminPath(path);
    const stopped = isAdmin ? parts.guard.admin(request) : parts.guard.api(request);
    if (stopped) return adminRefusal(stopped);
    if (isAdmin) {
      const answer = handleAdminRequest(request, path, query, parts.admin);
      if (answer) return answer;
    }
    const operation = byPath.get(path);
    const operationId = operation?.operationId;
    const checked = operation && request.method === 'POST' ? checkQuery(query) : undefined;
    const sdkAppId = checked?.sdkAppId;
    const seen: Seen = { body: undefined };

    const struck =
      request.fault === undefined ? parts.faults.take(operationId, sdkAppId, at) : parseFault(request.fault);
    const verdict =
      struck?.when === 'before' ? withoutActing(struck) : judge(request, operation, checked, at, seen);
    const fault = struck ?? verdict.fault;
    const requestId = parts.requestIds().hex32();
    const { body, note, errorCode, mistake, field } = word(verdict, operationId, requestId);
    const good: MockAnswer = { status: 200, contentType: json, body, note, fault: undefined };
    const answer = fault ? distort(good, fault) : good;
    const isEnvelope = answer.contentType === json && body !== '';
    journal.note({
      at,
      method: request.method,
      target: request.target,
      operationId,
      sdkAppId,
      ...journalBody(request.body, seen.body),
      errorCode: isEnvelope ? errorCode : undefined,
      requestId: isEnvelope ? requestId : undefined,
      mistake,
      field,
      fault: fault?.kind,
      carriedOut: 'data' in verdict,
    });
    return answer;
  };

  function judge(
    request: MockRequest,
    operation: OperationRule | undefined,
    checked: QueryCheck | undefined,
    at: number,
    seen: Seen,
  ): Verdict {
    if (request.fault !== undefined && !parseFault(request.fault))
      return { unclear: 'x-mock-fault names no fault' };
    if (request.method !== 'POST') return { mistake: 'method-not-post' };
    if (!operation || !checked) return { mistake: 'path-unknown' };
    const { operationId } = operation;
    const example = preferred(request.prefer) ?? parts.forced.take(operationId, checked.sdkAppId, at);
    if (example !== undefined) return named(operationId, example);
    if ('refusal' in checked) return checked.refusal;

    const { credentials } = checked;
    const signMistake = parts.checkSign(credentials, at);
    if (signMistake) return { mistake: signMistake, field: 'usersig' };
    if (!parts.administrators.has(credentials.identifier))
      return { mistake: 'not-administrator', field: 'identifier' };
    if (!parts.packageActive) return { mistake: 'package-missing' };
    const app = parts.apps.get(credentials.sdkAppId);
    if (parts.rateLimit && !app.window(operationId, operation.rateLimit).take(at))
      return { mistake: 'rate-exceeded' };

    const read = readBody(request.body, request.contentType);
    if ('mistake' in read) return read;
    seen.body = read.text;
    const body = read.object;
    const refusal = checkBody(operation.validateBody, body);
    if (refusal) return refusal;
    const magic = operationId === 'getRecordByCallId' && magicAnswer(operationId, body);
    if (magic) return magic;
    return operationHandlers[operationId]({ body, app, at, windowSeconds: contract.windowSeconds });
  }

  function named(operationId: OperationId, example: string): Verdict {
    if (catalogue.find(operationId, example)) return { example };
    return {
      unclear: `no example of that name; ${operationId} has ${catalogue.names(operationId).join(', ')}`,
    };
  }

  /** Call ids that choose an answer by content, as test card numbers do. */
  function magicAnswer(operationId: OperationId, body: object): Verdict | undefined {
    const callId = 'callId' in body ? String(body.callId) : '';
    if (!callId.startsWith(magicPrefix)) return undefined;
    const example = callId.slice(magicPrefix.length);
    if (catalogue.find(operationId, example)) return { example };
    const fault = callId.startsWith(magicFaultPrefix)
      ? parseFault(callId.slice(magicFaultPrefix.length))
      : undefined;
    if (!fault) return undefined;
    return fault.when === 'before' ? { ...withoutActing(fault), fault } : { example: 'success', fault };
  }
}

/** A fault before the request is carried out: the caller is told of too many requests, or nothing. */
function withoutActing({ kind }: Fault): Verdict {
  return kind === 'rate-limit' ? { mistake: 'rate-exceeded' } : { lost: true };
}

/** Reads `Prefer: example=<name>`. */
function preferred(prefer: string | undefined): string | undefined {
  if (prefer === undefined) return undefined;
  return /(?:^|[,;\s])example="?([\w.-]{1,100})/.exec(prefer)?.[1];
}
