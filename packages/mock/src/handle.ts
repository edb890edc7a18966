import { type Admin, handleAdminRequest, renderRefusal } from './admin.ts';
import type { CallEngine } from './calls/call-engine.ts';
import {
  createSignCheck,
  findFieldFault,
  type MistakeId,
  type QueryCheck,
  type Refusal,
  readBody,
} from './checks.ts';
import type { Contract, OperationRule, Outcome, Served } from './contract.ts';
import { MockOptionError } from './errors.ts';
import { distort, type Handle, json, jsonAnswer, type MockRequest } from './exchange.ts';
import { describeMisspeltFault, type Fault, parseFault } from './faults.ts';
import { cutBody, type Journal } from './journal.ts';
import type { ResolvedOptions } from './options.ts';
import { createHostCheck, createPageGuard, isAdminPath, withCors } from './pages.ts';
import { createRandom } from './state/random.ts';

/** What requests are answered with. */
export interface HandleParts {
  /** A path that none of the generations knows is answered by the first, or the one it names. */
  readonly served: readonly [Served, ...Served[]];
  readonly options: ResolvedOptions;
  readonly calls: CallEngine;
  readonly journal: Journal;
  readonly forcedExamples: Overrides<string>;
  readonly faults: Overrides<Fault>;
  readonly admin: Admin;
}

/** What is said of a request that has no method, since the adapter could not read it. */
const unreadable = 'the request cannot be read: it is not HTTP, its headers are too long, or it was cut off';

/** What comes of a request: an outcome, a named example, a request that cannot be met, or nothing at all. */
export type Verdict = (
  | Outcome
  | { readonly example: string }
  | { readonly unclear: string; readonly mistake?: MistakeId }
  | { readonly lost: true }
) & {
  /** The fault that a magic value asked for. */
  readonly fault?: Fault;
};

/** Where a request goes. */
interface Route extends Served {
  readonly operation: OperationRule | undefined;
}

/** Makes the function that answers requests, without sockets and without waiting. */
export function createHandle(parts: HandleParts): Handle {
  const { served, options, calls, journal, forcedExamples, faults } = parts;
  const { now, cors, packageActive, rateLimit } = options;
  const findRoute = createRouter(served);
  const guard = createPageGuard(createHostCheck(options.host, options.allowHosts), cors);
  const checkSign = createSignCheck(options.secretKey, options.userSigToleranceSeconds);
  const administrators = new Set(options.administrators);
  // A request id begins as the seed says, and ends with the number of the request.
  const idHead = createRandom(options.seed).hex32().slice(8);

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
    const requested = header('x-mock-fault');
    const scope = { operationId, generation: route.contract.name, sdkAppId };
    const struck = requested === undefined ? faults.next(scope, at) : parseFault(requested);
    const verdict = readEarlyVerdict(requested, struck) ?? judge(request, route, checked, at);
    const fault = struck ?? verdict.fault;
    const count = journal.count + 1;
    const hex = `${idHead}${count.toString(16).padStart(8, '0')}`;
    const requestId = route.contract.examples.writeRequestId(hex, count);
    const { body, note, errorCode, mistake, field } = renderVerdict(verdict, route, requestId);
    const good = jsonAnswer(body, 200, note === undefined ? undefined : ['x-mock-mistake', note]);
    const answer = fault ? distort(good, fault, route.contract.generation.contract.envelope.data) : good;
    const isEnvelope = answer.contentType === json && body !== '';
    journal.note({
      at,
      method,
      target,
      operationId,
      sdkAppId,
      ...cutBody(request.body),
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
    request: MockRequest,
    { contract, apps, operation }: Route,
    checked: QueryCheck | undefined,
    at: number,
  ): Verdict {
    const { method, header } = request;
    if (method === '') return { unclear: unreadable, mistake: 'method-not-post' };
    if (method !== 'POST') return { mistake: 'method-not-post' };
    if (!operation || !checked) return { mistake: 'path-unknown' };
    const { operationId } = operation;
    const { examples, generation, name } = contract;
    const example =
      readPreference(header('prefer')) ??
      forcedExamples.next({ operationId, generation: name, sdkAppId: checked.sdkAppId }, at);
    if (example !== undefined) {
      if (examples.find(operationId, example)) return { example };
      const known = examples.names(operationId).join(', ');
      return { unclear: `no example of that name; ${operationId} has ${known}` };
    }
    if ('refusal' in checked) return checked.refusal;

    const { credentials } = checked;
    const signMistake = checkSign(credentials, at);
    if (signMistake) return { mistake: signMistake, field: 'usersig' };
    if (!administrators.has(credentials.identifier))
      return { mistake: 'not-administrator', field: 'identifier' };
    if (!packageActive) return { mistake: 'package-missing' };
    const app = apps.get(credentials.sdkAppId);
    if (rateLimit && !app.countRequest(operation, at)) return { mistake: 'rate-exceeded' };

    const read = readBody(request);
    if ('mistake' in read) return read;
    const fault = findFieldFault(operation.validateBody, read.object);
    if (fault) return { mistake: generation.nameMistake(fault, operationId), field: fault.field };

    const magic = readMagicValue(contract, operationId, read.object);
    return (
      magic ??
      generation.handlers[operationId]?.({ body: read.object, app, calls, at }) ?? { example: 'success' }
    );
  }
}

/**
 * Finds operations by path, in all generations.
 *
 * @throws Error when two generations have the same path
 */
function createRouter(served: HandleParts['served']): (path: string) => Route {
  const routes = new Map<string, Route>();
  for (const { contract, apps } of served) {
    for (const operation of contract.operations) {
      if (routes.has(operation.path)) throw new Error(`two generations have the path ${operation.path}`);
      routes.set(operation.path, { contract, apps, operation });
    }
  }
  return (path) => {
    const known = routes.get(path);
    if (known) return known;
    const named = served.find(({ contract }) => `${path}/`.startsWith(`/${contract.name}/`));
    return { ...(named ?? served[0]), operation: undefined };
  };
}

/** The verdict of a request that a fault, or a header that names none, keeps from being looked at. */
function readEarlyVerdict(requested: string | undefined, fault: Fault | undefined): Verdict | undefined {
  if (requested !== undefined && !fault)
    return { unclear: `x-mock-fault ${describeMisspeltFault(requested)}` };
  return fault?.when === 'before' ? withoutActing(fault) : undefined;
}

/** Reads `Prefer: example=<name>`. */
function readPreference(prefer: string | undefined): string | undefined {
  if (prefer === undefined) return undefined;
  return /(?:^|[,;\s])example="?([\w.-]{1,100})/.exec(prefer)?.[1];
}

/** The verdict of a fault that comes before a request is carried out. */
function withoutActing({ kind }: Fault): Verdict {
  return kind === 'rate-limit' ? { mistake: 'rate-exceeded' } : { lost: true };
}

const magicPrefix = 'mock-';
const magicFaultPrefix = 'mock-fault-';

/** The verdict that a magic value asks for, such as the call id `mock-error-70005` or `mock-fault-drop`. */
function readMagicValue(
  { examples, generation }: Contract,
  operationId: string,
  body: object,
): Verdict | undefined {
  const field = generation.magicFields[operationId];
  const value = field === undefined ? undefined : Reflect.get(body, field);
  if (typeof value !== 'string' || !value.startsWith(magicPrefix)) return undefined;
  const example = value.slice(magicPrefix.length);
  if (examples.find(operationId, example)) return { example };
  const fault = value.startsWith(magicFaultPrefix)
    ? parseFault(value.slice(magicFaultPrefix.length))
    : undefined;
  if (!fault) return undefined;
  return fault.when === 'before' ? { ...withoutActing(fault), fault } : { example: 'success', fault };
}

/** Puts a verdict into the envelope of the contract, with what the mock found wrong for the person who looks. */
function renderVerdict(verdict: Verdict, { contract, operation }: Route, requestId: string) {
  const { examples, generation } = contract;
  if ('lost' in verdict) return { body: '', errorCode: undefined };
  if (operation && ('data' in verdict || 'example' in verdict)) {
    const name = 'example' in verdict ? verdict.example : 'success';
    const example = examples.find(operation.operationId, name) ?? examples.success(operation.operationId);
    const data = 'data' in verdict ? verdict.data : undefined;
    return { body: example.write(requestId, data), errorCode: example.code };
  }
  const refusal: Partial<Refusal> = 'mistake' in verdict ? verdict : {};
  const { mistake = 'path-unknown', field } = refusal;
  const example = examples.refusal(operation?.operationId, contract.findCode(mistake));
  const body = example.write(requestId);
  if ('unclear' in verdict) {
    const explained = {
      ...JSON.parse(body),
      [generation.contract.envelope.message]: `mock: ${verdict.unclear}`,
    };
    return { body: JSON.stringify(explained), errorCode: example.code, note: verdict.unclear };
  }
  const note = field ? `${mistake}; field=${field}` : mistake;
  return { body, errorCode: example.code, note, mistake, field };
}

/** What overrides match of a request. */
export interface RequestScope {
  readonly operationId?: string | undefined;
  /** The generation that answers it. */
  readonly generation?: string | undefined;
  readonly sdkAppId?: number | undefined;
}

/** Requests that an override applies to. An absent member matches every request. */
export interface OverrideScope {
  readonly operationId?: string | undefined;
  readonly generations?: readonly string[] | undefined;
  readonly sdkAppId?: number | undefined;
}

interface Override<Value> extends OverrideScope {
  readonly value: Value;
  /** Expiry time, in milliseconds of the mock's clock. */
  readonly until: number;
  left: number;
}

/** What a test has set for coming requests, oldest first, each for a number of requests or until a time. */
export class Overrides<Value> {
  #overrides: Override<Value>[] = [];

  /**
   * Sets a value for a number of requests, by default the next one, and until a time, by default without end.
   *
   * @throws MockOptionError when `times` is invalid
   */
  add(value: Value, scope: OverrideScope, times = 1, until = Infinity): void {
    if (times !== Infinity && !(Number.isInteger(times) && times >= 1)) {
      const problem = `must be an integer from 1, or Infinity (got ${String(times)})`;
      throw new MockOptionError('times', problem, 'leave it out for the default');
    }
    this.#overrides.push({ ...scope, value, until, left: times });
  }

  /** The value for a request at this time (milliseconds), which counts it; `undefined` when there is none. */
  next({ operationId, generation, sdkAppId }: RequestScope, at: number): Value | undefined {
    if (this.#overrides.length === 0) return undefined;
    this.#overrides = this.#overrides.filter(({ until }) => at < until);
    const found = this.#overrides.find(
      (override) =>
        (override.operationId === undefined || override.operationId === operationId) &&
        (override.generations?.includes(generation ?? '') ?? true) &&
        (override.sdkAppId === undefined || override.sdkAppId === sdkAppId),
    );
    if (!found) return undefined;
    found.left -= 1;
    if (found.left === 0) this.#overrides = this.#overrides.filter((override) => override !== found);
    return found.value;
  }

  /** Forgets the overrides of one app, or all of them. */
  clear(sdkAppId?: number): void {
    this.#overrides =
      sdkAppId === undefined ? [] : this.#overrides.filter((override) => override.sdkAppId !== sdkAppId);
  }
}
