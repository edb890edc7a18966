import { type Admin, handleAdminRequest, renderRefusal } from './admin.ts';
import type { Refusal } from './checks.ts';
import type { Served } from './contract.ts';
import {
  distort,
  type Handle,
  json,
  jsonAnswer,
  type MockAnswer,
  type MockRequest,
  splitTarget,
} from './exchange.ts';
import { cutBody, type Journal } from './journal.ts';
import { Judge, type JudgeParts, type Route, type Verdict } from './judge.ts';
import { createHostCheck, createPageGuard, isAdminPath, withCors } from './pages.ts';
import { createRandom } from './state/random.ts';

/** What requests are answered with. */
export interface HandleParts extends JudgeParts {
  /** A path that none of the generations knows is answered by the first, or the one it names. */
  readonly served: readonly [Served, ...Served[]];
  readonly journal: Journal;
  readonly admin: Admin;
}

/** Makes the function that answers requests, without sockets and without waiting. */
export function createHandle(parts: HandleParts): Handle {
  const { served, options, journal } = parts;
  const { now, cors } = options;
  const findRoute = createRouter(served);
  const guard = createPageGuard(createHostCheck(options.host, options.allowHosts), cors);
  const judge = new Judge(parts);
  // A request id begins as the seed says, and ends with the number of the request.
  const idHead = createRandom(options.seed).hex32().slice(8);

  const handle: Handle = (request) => {
    const { path, query = '' } = splitTarget(request.target);
    // The vendor's advice for a first test of the connection is `curl -I` on the host (60138).
    if (path === '/' && request.method === 'HEAD') return jsonAnswer('');
    const isAdmin = isAdminPath(path);
    const refusal = guard(request, isAdmin);
    if (refusal) return renderRefusal(refusal);
    if (isAdmin) return handleAdminRequest(request, path, query, parts.admin);
    return handleApiRequest(request, findRoute(path), query);
  };
  return cors ? withCors(handle, cors) : handle;

  /** Answers a request to the API, and notes it. */
  function handleApiRequest(request: MockRequest, route: Route, query: string): MockAnswer {
    const at = now();
    const { method, target } = request;
    const { contract, operation } = route;
    const operationId = operation?.operationId;
    const checked = operation && method === 'POST' ? contract.checkQuery(query) : undefined;
    const sdkAppId = checked?.sdkAppId;
    const scope = { operationId, generation: contract.name, sdkAppId };
    const verdict = judge.judge({ ...route, request, checked, scope, at });
    const count = journal.count + 1;
    const hex = `${idHead}${count.toString(16).padStart(8, '0')}`;
    const requestId = contract.examples.writeRequestId(hex, count);
    const { answer, ...said } = answerVerdict(verdict, route, requestId);
    journal.note({ at, method, target, operationId, sdkAppId, ...cutBody(request.body), ...said });
    return answer;
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

/** The answer to a verdict, as its fault leaves it, and what the journal says of it. */
function answerVerdict(verdict: Verdict, route: Route, requestId: string) {
  const { fault } = verdict;
  const { body, note, errorCode, mistake, field } = renderVerdict(verdict, route, requestId);
  const good = jsonAnswer(body, 200, note === undefined ? undefined : ['x-mock-mistake', note]);
  const dataName = route.contract.generation.contract.envelope.data;
  const answer = fault ? distort(good, fault, dataName) : good;
  const isEnvelope = answer.contentType === json && body !== '';
  return {
    answer,
    errorCode: isEnvelope ? errorCode : undefined,
    requestId: isEnvelope ? requestId : undefined,
    mistake,
    field,
    fault: fault?.kind,
    carriedOut: 'data' in verdict,
  };
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
