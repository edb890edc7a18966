import type { CallEngine } from './calls/call-engine.ts';
import {
  type Credentials,
  createSignCheck,
  findFieldFault,
  type MistakeId,
  type QueryCheck,
  type Refusal,
  readBody,
} from './checks.ts';
import type { Contract, OperationRule, Outcome, Served } from './contract.ts';
import type { MockRequest } from './exchange.ts';
import { describeMisspeltFault, type Fault, parseFault } from './faults.ts';
import type { ResolvedOptions } from './options.ts';
import type { Overrides, RequestScope } from './overrides.ts';

/** Where a request goes. */
export interface Route extends Served {
  /** `undefined` for a path that no generation has. */
  readonly operation: OperationRule | undefined;
}

/** A request to the API, on its way. */
export interface ApiRequest extends Route {
  readonly request: MockRequest;
  /** `undefined` where no operation asks for a query. */
  readonly checked: QueryCheck | undefined;
  readonly scope: RequestScope;
  /** In milliseconds. */
  readonly at: number;
}

/** What comes of a request: an outcome, a named example, a request that cannot be met, or nothing at all. */
export type Verdict = (
  | Outcome
  | { readonly example: string }
  | { readonly unclear: string; readonly mistake?: MistakeId }
  | { readonly lost: true }
) & {
  /** The fault that the answer suffers. */
  readonly fault?: Fault | undefined;
};

/** What verdicts depend on, besides the request and its app. */
export interface JudgeParts {
  readonly options: ResolvedOptions;
  readonly calls: CallEngine;
  readonly forcedExamples: Overrides<string>;
  readonly faults: Overrides<Fault>;
}

/** What is said of a request that has no method, since the adapter could not read it. */
const unreadable = 'the request cannot be read: it is not HTTP, its headers are too long, or it was cut off';

/** Decides what comes of requests to the API. */
export class Judge {
  readonly #parts: JudgeParts;
  readonly #checkSign: ReturnType<typeof createSignCheck>;
  readonly #administrators: ReadonlySet<string>;

  constructor(parts: JudgeParts) {
    const { secretKey, userSigToleranceSeconds, administrators } = parts.options;
    this.#parts = parts;
    this.#checkSign = createSignCheck(secretKey, userSigToleranceSeconds);
    this.#administrators = new Set(administrators);
  }

  /** Carries a request out, unless a fault strikes before. */
  judge(call: ApiRequest): Verdict {
    const requested = call.request.header('x-mock-fault');
    if (requested === undefined) return this.#judgeStruck(call, this.#parts.faults.next(call.scope, call.at));
    const fault = parseFault(requested);
    return fault
      ? this.#judgeStruck(call, fault)
      : { unclear: `x-mock-fault ${describeMisspeltFault(requested)}` };
  }

  #judgeStruck(call: ApiRequest, fault: Fault | undefined): Verdict {
    if (fault?.when === 'before') return { ...withoutActing(fault), fault };
    const verdict = this.#carryOut(call);
    return fault ? { ...verdict, fault } : verdict;
  }

  /** Checks a request in the order of the contract, and carries it out. */
  #carryOut({ request, contract, apps, operation, checked, scope, at }: ApiRequest): Verdict {
    if (request.method === '') return { unclear: unreadable, mistake: 'method-not-post' };
    if (request.method !== 'POST') return { mistake: 'method-not-post' };
    if (!operation || !checked) return { mistake: 'path-unknown' };

    const { options, calls, forcedExamples } = this.#parts;
    const example = readPreference(request.header('prefer')) ?? forcedExamples.next(scope, at);
    if (example !== undefined) return chooseExample(contract, operation, example);

    if ('refusal' in checked) return checked.refusal;
    const refusal = this.#refuseCaller(checked.credentials, at);
    if (refusal) return refusal;
    const app = apps.get(checked.credentials.sdkAppId);
    if (options.rateLimit && !app.countRequest(operation, at)) return { mistake: 'rate-exceeded' };

    const read = readValidBody(request, contract, operation);
    if ('mistake' in read) return read;
    const body = read.object;
    const handle = contract.generation.handlers[operation.operationId];
    return (
      readMagicValue(contract, operation, body) ??
      handle?.({ body, app, calls, at }) ?? { example: 'success' }
    );
  }

  /** Refuses a caller without a valid UserSig, administrator rights or the package, in this order. */
  #refuseCaller(credentials: Credentials, at: number): Refusal | undefined {
    const mistake = this.#checkSign(credentials, at);
    if (mistake) return { mistake, field: 'usersig' };
    if (!this.#administrators.has(credentials.identifier))
      return { mistake: 'not-administrator', field: 'identifier' };
    return this.#parts.options.packageActive ? undefined : { mistake: 'package-missing' };
  }
}

/** The verdict of a fault that comes before a request is carried out. */
function withoutActing({ kind }: Fault): Verdict {
  return kind === 'rate-limit' ? { mistake: 'rate-exceeded' } : { lost: true };
}

/** Reads `Prefer: example=<name>`. */
function readPreference(prefer: string | undefined): string | undefined {
  if (prefer === undefined) return undefined;
  return /(?:^|[,;\s])example="?([\w.-]{1,100})/.exec(prefer)?.[1];
}

/** The verdict of an example that the request, or the test, has asked for by name. */
function chooseExample({ examples }: Contract, { operationId }: OperationRule, example: string): Verdict {
  if (examples.find(operationId, example)) return { example };
  const known = examples.names(operationId).join(', ');
  return { unclear: `no example of that name; ${operationId} has ${known}` };
}

/** Reads a body that the operation accepts, or finds the mistake in it. */
function readValidBody(
  request: MockRequest,
  { generation }: Contract,
  { operationId, validateBody }: OperationRule,
): ReturnType<typeof readBody> {
  const read = readBody(request);
  const fault = 'object' in read ? findFieldFault(validateBody, read.object) : undefined;
  return fault ? { mistake: generation.nameMistake(fault, operationId), field: fault.field } : read;
}

const magicPrefix = 'mock-';
const magicFaultPrefix = 'mock-fault-';

/** The verdict that a magic value asks for, such as the call id `mock-error-70005` or `mock-fault-drop`. */
function readMagicValue(
  { examples, generation }: Contract,
  { operationId }: OperationRule,
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
