import { type Admin, handleAdminRequest, renderRefusal } from './admin.ts';
import type { CallEngine } from './calls/call-engine.ts';
import { checkBody, createSignCheck, type QueryCheck, readBody } from './checks.ts';
import type { Contract, OperationCall, OperationRule, Outcome } from './contract.ts';
import type { Examples } from './examples.ts';
import { distort, type Handle, json, jsonAnswer, type MockRequest } from './exchange.ts';
import { describeMisspeltFault, type Fault, parseFault } from './faults.ts';
import { createHostCheck } from './hosts.ts';
import type { MistakeId, OperationId } from './ids.ts';
import { cutBody, type Journal } from './journal.ts';
import type { ResolvedOptions } from './options.ts';
import type { Overrides } from './overrides.ts';
import { createPageGuard, isAdminPath, withCors } from './pages.ts';
import type { App } from './state/app-store.ts';

/** What requests are answered with. */
export interface HandleParts {
  /** The generations that are served. A path that none of them knows is answered by the first, or the one it names. */
  readonly contracts: readonly [Contract, ...Contract[]];
  readonly options: ResolvedOptions;
  /** The state of an app, which each generation has for itself. */
  readonly findApp: (contract: Contract, sdkAppId: number) => App;
  readonly calls: CallEngine;
  readonly journal: Journal;
  readonly forcedExamples: Overrides<string>;
  readonly faults: Overrides<Fault>;
  readonly nextRequestId: (contract: Contract) => string;
  readonly admin: Admin;
}

/** What comes of a request: an outcome, a named example, a wish that cannot be met, or nothing at all. */
export type Verdict = (
  | Outcome
  | { readonly example: string }
  | { readonly unclear: string }
  | { readonly lost: true }
) & {
  /** The fault that a magic value asked for. */
  readonly fault?: Fault;
};

/** A verdict as the body of an answer, with what the journal notes of it. */
interface RenderedAnswer {
  readonly body: string;
  readonly errorCode: number | string | undefined;
  /** What the mock found wrong, for the person who looks. */
  readonly note?: string | undefined;
  readonly mistake?: MistakeId | undefined;
  readonly field?: string | undefined;
}

/** Where a request goes. */
interface Route {
  readonly contract: Contract;
  readonly operation: OperationRule | undefined;
}

/** What is learnt of a request on the way, for the journal. */
interface Seen {
  /** The body, once it has been read as text. */
  body: string | undefined;
}

/** Makes the function that answers requests, without sockets and without waiting. */
export function createHandle(parts: HandleParts): Handle {
  const { contracts, options, findApp, calls, journal, forcedExamples, faults } = parts;
  const { now, cors, packageActive, rateLimit } = options;
  const findRoute = createRouter(contracts);
  const guard = createPageGuard(createHostCheck(options.host, options.allowHosts), cors);
  const checkSign = createSignCheck(options.secretKey, options.userSigToleranceSeconds);
  const administrators = new Set(options.administrators);

  const handle: Handle = (request) => {
    const at = now();
    const { method, target, header } = request;
    const mark = target.indexOf('?');
    const path = mark === -1 ? target : target.slice(0, mark);
    const query = mark === -1 ? '' : target.slice(mark + 1);
    // The vendor's advice for a first test of the connection is `curl -I` on the host (60138).
    if (path === '/' && method === 'HEAD') return jsonAnswer('');
    const isAdmin = isAdminPath(path);
    const refusal = guard(request, isAdmin);
    if (refusal) return renderRefusal(refusal);
    if (isAdmin) return handleAdminRequest(request, path, query, parts.admin);

    const route = findRoute(path);
    const operationId = route.operation?.operationId;
    const checked = route.operation && method === 'POST' ? route.contract.checkQuery(query) : undefined;
    const sdkAppId = checked?.sdkAppId;
    const seen: Seen = { body: undefined };
    const wished = header('x-mock-fault');
    const scope = { operationId, generation: route.contract.name, sdkAppId };
    const struck = wished === undefined ? faults.next(scope, at) : parseFault(wished);
    const verdict = readEarlyVerdict(wished, struck) ?? judge(request, route, checked, at, seen);
    const fault = struck ?? verdict.fault;
    const requestId = parts.nextRequestId(route.contract);
    const { body, note, errorCode, mistake, field } = renderVerdict(verdict, route, requestId);
    const good = jsonAnswer(body, 200, note === undefined ? undefined : ['x-mock-mistake', note]);
    const answer = fault ? distort(good, fault, route.contract.envelope.data) : good;
    const isEnvelope = answer.contentType === json && body !== '';
    journal.note({
      at,
      method,
      target,
      operationId,
      sdkAppId,
      ...cutBody(request.body, seen.body),
      errorCode: isEnvelope ? errorCode : undefined,
      requestId: isEnvelope ? requestId : undefined,
      mistake,
      field,
      fault: fault?.kind,
      carriedOut: 'data' in verdict,
    });
    return answer;
  };
  return cors ? withCors(handle, cors) : handle;

  /** Checks a request in the order of the contract, and carries it out. */
  function judge(
    { method, header, body }: MockRequest,
    { contract, operation }: Route,
    checked: QueryCheck | undefined,
    at: number,
    seen: Seen,
  ): Verdict {
    if (method !== 'POST') return { mistake: 'method-not-post' };
    if (!operation || !checked) return { mistake: 'path-unknown' };
    const { operationId } = operation;
    const example =
      readPreference(header('prefer')) ??
      forcedExamples.next({ operationId, generation: contract.name, sdkAppId: checked.sdkAppId }, at);
    if (example !== undefined) return chooseExample(contract, operationId, example);
    if ('refusal' in checked) return checked.refusal;

    const { credentials } = checked;
    const signMistake = checkSign(credentials, at);
    if (signMistake) return { mistake: signMistake, field: 'usersig' };
    if (!administrators.has(credentials.identifier))
      return { mistake: 'not-administrator', field: 'identifier' };
    if (!packageActive) return { mistake: 'package-missing' };
    const app = findApp(contract, credentials.sdkAppId);
    if (rateLimit && !app.countRequest(operation, at)) return { mistake: 'rate-exceeded' };

    const read = readBody(body, header('content-type'));
    if ('mistake' in read) return read;
    seen.body = read.text;
    const bodyRefusal = checkBody(operation, read.object);
    if (bodyRefusal) return bodyRefusal;
    return carryOut(operation, contract.examples, { body: read.object, app, calls, at });
  }
}

/**
 * Finds operations by path, in all generations.
 *
 * @throws Error when two generations have the same path
 */
function createRouter(contracts: HandleParts['contracts']): (path: string) => Route {
  const routes = new Map<string, Route>();
  for (const contract of contracts) {
    for (const operation of contract.operations) {
      if (routes.has(operation.path)) throw new Error(`two generations have the path ${operation.path}`);
      routes.set(operation.path, { contract, operation });
    }
  }
  return (path) => {
    const known = routes.get(path);
    if (known) return known;
    const named = contracts.find(({ name }) => path.startsWith(`/${name}/`));
    return { contract: named ?? contracts[0], operation: undefined };
  };
}

/** The verdict of a request that a fault, or a header that names none, keeps from being looked at. */
function readEarlyVerdict(wished: string | undefined, fault: Fault | undefined): Verdict | undefined {
  if (wished !== undefined && !fault) return { unclear: `x-mock-fault ${describeMisspeltFault(wished)}` };
  return fault?.when === 'before' ? withoutActing(fault) : undefined;
}

/** Reads `Prefer: example=<name>`. */
function readPreference(prefer: string | undefined): string | undefined {
  if (prefer === undefined) return undefined;
  return /(?:^|[,;\s])example="?([\w.-]{1,100})/.exec(prefer)?.[1];
}

function chooseExample({ examples }: Contract, operationId: OperationId, example: string): Verdict {
  if (examples.find(operationId, example)) return { example };
  return { unclear: `no example of that name; ${operationId} has ${examples.names(operationId).join(', ')}` };
}

/** Carries out an operation whose request has passed every check. */
function carryOut(operation: OperationRule, examples: Examples, call: OperationCall): Verdict {
  const { operationId, handler, magicField } = operation;
  const magic = magicField === undefined ? undefined : Reflect.get(call.body, magicField);
  const chosen = typeof magic === 'string' ? readMagicValue(operationId, examples, magic) : undefined;
  return chosen ?? handler?.(call) ?? { example: 'success' };
}

/** The verdict of a fault that strikes before a request is carried out. */
function withoutActing({ kind }: Fault): Verdict {
  return kind === 'rate-limit' ? { mistake: 'rate-exceeded' } : { lost: true };
}

const magicPrefix = 'mock-';
const magicFaultPrefix = 'mock-fault-';

function readMagicValue(operationId: OperationId, examples: Examples, value: string): Verdict | undefined {
  if (!value.startsWith(magicPrefix)) return undefined;
  const example = value.slice(magicPrefix.length);
  if (examples.find(operationId, example)) return { example };
  const fault = value.startsWith(magicFaultPrefix)
    ? parseFault(value.slice(magicFaultPrefix.length))
    : undefined;
  if (!fault) return undefined;
  return fault.when === 'before' ? { ...withoutActing(fault), fault } : { example: 'success', fault };
}

/** Puts a verdict into the envelope of the contract. */
function renderVerdict(verdict: Verdict, { contract, operation }: Route, requestId: string): RenderedAnswer {
  const { examples, envelope } = contract;
  const operationId = operation?.operationId;
  if ('lost' in verdict) return { body: '', errorCode: undefined };
  if ('data' in verdict && operationId) {
    const template = examples.success(operationId);
    const { data } = verdict;
    const body = data === undefined ? template.fill(requestId) : template.fillWith(requestId, data);
    return { body, errorCode: template.errorCode };
  }
  if ('example' in verdict && operationId) {
    const template = examples.find(operationId, verdict.example) ?? examples.success(operationId);
    return { body: template.fill(requestId), errorCode: template.errorCode };
  }
  if ('mistake' in verdict) {
    const { mistake, field } = verdict;
    const template = examples.refusal(operationId, contract.findCode(mistake));
    const note = field ? `${mistake}; field=${field}` : mistake;
    return { body: template.fill(requestId), errorCode: template.errorCode, note, mistake, field };
  }
  const note = 'unclear' in verdict ? verdict.unclear : undefined;
  const template = examples.refusal(operationId, contract.findCode('path-unknown'));
  const body = JSON.stringify({
    ...JSON.parse(template.fill(requestId)),
    [envelope.message]: `mock: ${note}`,
  });
  return { body, errorCode: template.errorCode, note };
}
