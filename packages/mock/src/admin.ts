import { isObject } from '@trtc-call/reporting/values';
import type { AnyCallOptions, SimulatedCall } from './calls/plan-call.ts';
import { isJsonType, readText } from './checks.ts';
import {
  AdminError,
  MockOptionError,
  refusalStatuses,
  requireInteger,
  requireOptions,
  requireWord,
  shown,
} from './errors.ts';
import { jsonAnswer, type MockAnswer, type MockRequest } from './exchange.ts';
import { faultKinds } from './faults.ts';
import type { AppOptions, ExampleName, FaultOptions, Mock, OperationName, OverrideOptions } from './mock.ts';

/** What a mock does for requests under `/_mock/`. */
export interface Admin {
  readonly mock: Pick<
    Mock,
    'calls' | 'deliveries' | 'dropped' | 'fault' | 'requests' | 'respondWith' | 'reset'
  >;
  /** Throws an `AdminError` for what is allowed in code only. */
  readonly simulateCall: (options: AnyCallOptions) => Pick<SimulatedCall<object>, 'record'>;
  readonly addRecord: (record: object, app: AdminApp) => object;
  readonly listRecords: (app: AdminApp) => readonly object[];
}

/** The app and generation of a request; the defaults where they are absent. */
export interface AdminApp extends AppOptions {
  readonly generation?: string | undefined;
}

/** Maximum size of a request body, in bytes: enough for some hundred names. */
const longestBody = 64 * 1024;

type Route = (admin: Admin, query: URLSearchParams, readBody: () => object) => MockAnswer;

const routes: Readonly<Record<string, Route>> = {
  'GET /health': () => answer({ status: 'ok' }),
  'GET /requests': ({ mock }) => answerLog(mock.requests, mock.dropped.requests),
  'GET /deliveries': ({ mock }) => answerLog(mock.deliveries, mock.dropped.deliveries),
  'GET /records': (admin, query) =>
    answer({ records: admin.listRecords(requireQuery('records', query, ['generation', 'sdkappid'])) }),
  'POST /simulate_call': (admin, _query, readBody) => {
    const { record } = admin.simulateCall(readBody());
    return answer({ record });
  },
  'POST /records': (admin, query, readBody) => {
    const app = requireQuery('records', query, ['generation', 'sdkappid']);
    return answer({ record: admin.addRecord(readBody(), app) });
  },
  'POST /calls': (admin, _query, readBody) => {
    const { action, callId, user, ...others }: { action?: unknown; callId?: unknown; user?: unknown } =
      readBody();
    requireOptions('calls', others, ['action', 'callId', 'user']);
    requireWord('action', action, ['answer', 'reject', 'hangUp', 'join']);
    if (typeof callId !== 'string' || typeof user !== 'string')
      throw new MockOptionError('calls', 'needs callId and user', 'give both as texts');
    admin.mock.calls[action](callId, user);
    return answer({ status: 'done' });
  },
  'POST /faults': ({ mock }, _query, readBody) => {
    const { kind, ...options }: { readonly kind?: unknown } & FaultOptions = readBody();
    requireWord('kind', kind, faultKinds);
    mock.fault(kind, options);
    return answer({ status: 'set' });
  },
  'POST /respond_with': ({ mock }, _query, readBody) => {
    const { operationId, example, ...options }: Partial<RespondWith> & OverrideOptions = readBody();
    if (typeof operationId !== 'string' || typeof example !== 'string')
      throw new MockOptionError('respond_with', 'needs operationId and example', 'give both as texts');
    mock.respondWith(operationId, example, options);
    return answer({ status: 'set' });
  },
  'POST /reset': (admin, query, readBody) => {
    const app = requireQuery('reset', query, ['sdkappid']);
    readBody();
    admin.mock.reset(app);
    return answer({ status: 'reset' });
  },
};

interface RespondWith {
  readonly operationId: OperationName;
  readonly example: ExampleName;
}

function answerLog(entries: readonly object[], dropped: number): MockAnswer {
  return answer(entries, dropped === 0 ? [] : ['x-mock-dropped', String(dropped)]);
}

function answer(body: object, headers?: readonly string[]): MockAnswer {
  return jsonAnswer(JSON.stringify(body), 200, headers);
}

const prefix = '/_mock';

/** Answers a request under `/_mock/` that the guard has let in. */
export function handleAdminRequest(
  request: MockRequest,
  path: string,
  query: string,
  admin: Admin,
): MockAnswer {
  try {
    const route = routes[`${request.method} ${path.slice(prefix.length)}`];
    if (route) return route(admin, new URLSearchParams(query), () => readBody(request));
    const known = Object.keys(routes).join(', ');
    const message = `There is no ${request.method} ${path}: under /_mock there are ${known}.`;
    return renderRefusal({ code: 'not-found', message });
  } catch (error) {
    if (error instanceof AdminError || error instanceof MockOptionError) return renderRefusal(error);
    // Copying and writing a value recurses.
    if (!(error instanceof RangeError)) throw error;
    const message = 'The body is nested too deeply: send fewer levels.';
    return renderRefusal({ code: 'mock-option', message });
  }
}

/** Renders a refusal. */
export function renderRefusal({ code, message }: Pick<AdminError, 'code' | 'message'>): MockAnswer {
  return jsonAnswer(JSON.stringify({ error: message, code }), refusalStatuses[code]);
}

/** Reads the app that a query names, and refuses other parameters. */
function requireQuery(path: string, query: URLSearchParams, names: readonly string[]): AdminApp {
  for (const [name, value] of query) {
    if (names.includes(name) && query.getAll(name).length === 1) continue;
    const problem = `takes no query but ${names.join(' and ')} (got ${shown(`${name}=${value}`)})`;
    throw new MockOptionError(path, problem, 'pass ?sdkappid=1400000000, or nothing');
  }
  const [app, generation] = [query.get('sdkappid'), query.get('generation')];
  const sdkAppId = app !== null && /^\d{1,16}$/.test(app) ? Number(app) : app;
  if (sdkAppId !== null) requireInteger('sdkappid', sdkAppId, 1, Number.MAX_SAFE_INTEGER);
  return {
    ...(typeof sdkAppId === 'number' && { sdkAppId }),
    ...(generation !== null && { generation }),
  };
}

/** Reads a JSON object. Forms, and pages without a preflight, cannot send this content type. */
function readBody({ body, header }: MockRequest): object {
  const contentType = header('content-type');
  if (contentType === undefined || !isJsonType(contentType)) {
    const message = "Only JSON is taken: send the header content-type: application/json (curl --json '{}').";
    throw new AdminError('content-type-not-json', message);
  }
  if (body === 'too-large' || body.length > longestBody)
    throw new AdminError('body-too-large', `The body is too large: send at most ${longestBody} bytes.`);
  const text = readText(body);
  const remedy = 'send an object, or {}';
  let value: unknown;
  try {
    value = text === '' ? {} : JSON.parse(text);
  } catch {
    throw new MockOptionError('body', 'is not JSON', remedy);
  }
  if (!isObject(value)) throw new MockOptionError('body', 'must be a JSON object', remedy);
  return value;
}
