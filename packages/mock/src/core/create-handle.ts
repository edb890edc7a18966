import type { MistakeId, OperationId } from '@trtc-call/spec/v1';
import type { AppStore } from '../state/app-store.ts';
import type { SeededRandom } from '../state/seeded-random.ts';
import type { Catalogue } from './catalogue.ts';
import { checkBody } from './check-body.ts';
import { type Credentials, queryChecker } from './check-query.ts';
import type { Contract, OperationRule } from './contract.ts';
import type { Handle, MockAnswer, MockRequest } from './exchange.ts';
import { type Fault, gatewayPage, parseFault } from './faults.ts';
import type { Journal } from './journal.ts';
import { type Outcome, operationHandlers } from './operations.ts';
import type { Orders } from './orders.ts';
import { readBody, textOf } from './read-body.ts';

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
  /** Forgets one app, or everything. */
  readonly reset: (sdkAppId: number | undefined) => void;
}

/** What comes out of the checks: an outcome, a named example, or a wish that cannot be met. */
type Verdict = Outcome | { readonly example: string; readonly fault?: Fault } | { readonly unclear: string };

/** What is learnt of a request on the way, for the journal. */
interface Seen {
  sdkAppId: number | undefined;
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

  return (request) => {
    const at = parts.now();
    const mark = request.target.indexOf('?');
    const path = mark === -1 ? request.target : request.target.slice(0, mark);
    const query = mark === -1 ? '' : request.target.slice(mark + 1);
    if (path === '/' || path.startsWith('/_mock/')) {
      const answer = outsideTheApi(request.method, path, query);
      if (answer) return answer;
    }
    const operation = byPath.get(path);
    const operationId = operation?.operationId;
    const seen: Seen = { sdkAppId: undefined, body: undefined };
    const verdict = judge(request, operation, query, at, seen);
    const requestId = parts.requestIds().hex32();
    const { body, note, errorCode, mistake, field } = word(verdict, operationId, requestId);

    const ownFault = 'fault' in verdict ? verdict.fault : undefined;
    const fault = faultOf(request) ?? parts.faults.take(operationId, seen.sdkAppId) ?? ownFault;
    const gateway = fault?.kind === 'http-502';
    journal.note({
      at,
      method: request.method,
      target: request.target,
      operationId,
      sdkAppId: seen.sdkAppId,
      body: seen.body ?? textOf(request.body),
      errorCode: gateway ? undefined : errorCode,
      requestId: gateway ? undefined : requestId,
      mistake,
      field,
      fault: fault?.kind,
    });
    if (gateway)
      return { status: 502, contentType: 'text/html', body: gatewayPage, note: undefined, fault: undefined };
    return { status: 200, contentType: json, body, note, fault };
  };

  function outsideTheApi(method: string, path: string, query: string): MockAnswer | undefined {
    // The vendor's advice for a first test of the connection is `curl -I` on the host (60138).
    if (method === 'HEAD' && path === '/') return plain('');
    if (method === 'GET' && path === '/_mock/health') return plain('{"status":"ok"}');
    if (method === 'POST' && path === '/_mock/reset') {
      const app = /^sdkappid=(\d+)$/.exec(query)?.[1];
      if (query !== '' && app === undefined) return undefined;
      parts.reset(app === undefined ? undefined : Number(app));
      return plain('{"status":"reset"}');
    }
    return undefined;
  }

  function judge(
    request: MockRequest,
    operation: OperationRule | undefined,
    query: string,
    at: number,
    seen: Seen,
  ): Verdict {
    if (request.fault !== undefined && !parseFault(request.fault))
      return { unclear: 'x-mock-fault names no fault' };
    if (request.method !== 'POST') return { mistake: 'method-not-post' };
    if (!operation) return { mistake: 'path-unknown' };
    const { operationId } = operation;
    const checked = checkQuery(query);
    seen.sdkAppId = checked.sdkAppId;
    const example = preferred(request.prefer) ?? parts.forced.take(operationId, checked.sdkAppId);
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
    return fault && { example: 'success', fault };
  }

  function word(verdict: Verdict, operationId: OperationId | undefined, requestId: string): Worded {
    if ('data' in verdict && operationId) {
      const template = catalogue.success(operationId);
      return { body: template.fillWith(requestId, verdict.data), errorCode: template.errorCode };
    }
    if ('example' in verdict && operationId) {
      const template = catalogue.find(operationId, verdict.example) ?? catalogue.success(operationId);
      return { body: template.fill(requestId), errorCode: template.errorCode };
    }
    if ('mistake' in verdict) {
      const { mistake, field } = verdict;
      const template = catalogue.refusal(operationId, contract.codeOf(mistake));
      const note = field ? `${mistake}; field=${field}` : mistake;
      return { body: template.fill(requestId), errorCode: template.errorCode, note, mistake, field };
    }
    const note = 'unclear' in verdict ? verdict.unclear : undefined;
    const template = catalogue.refusal(operationId, contract.codeOf('path-unknown'));
    const body = JSON.stringify({ ...JSON.parse(template.fill(requestId)), errorMessage: `mock: ${note}` });
    return { body, errorCode: template.errorCode, note };
  }
}

interface Worded {
  readonly body: string;
  readonly errorCode: number | string | undefined;
  readonly note?: string | undefined;
  readonly mistake?: MistakeId | undefined;
  readonly field?: string | undefined;
}

function plain(body: string): MockAnswer {
  return { status: 200, contentType: json, body, note: undefined, fault: undefined };
}

function faultOf(request: MockRequest): Fault | undefined {
  return request.fault === undefined ? undefined : parseFault(request.fault);
}

/** Reads `Prefer: example=<name>`. */
function preferred(prefer: string | undefined): string | undefined {
  if (prefer === undefined) return undefined;
  return /(?:^|[,;\s])example="?([\w.-]{1,100})/.exec(prefer)?.[1];
}
