import type { CallRecord } from '@trtc-call/client';
import type { Delivery } from '@trtc-call/webhooks/send';
import { type SimulateCallOptions, simulateCallOptions } from './calls/simulated-call.ts';
import { requireOptions, shown } from './check-arguments.ts';
import { isJsonType, readText } from './checks.ts';
import { AdminError, MockOptionError } from './errors.ts';
import { jsonAnswer, type MockAnswer, type MockRequest } from './exchange.ts';

/** What can be done to a mock over HTTP. */
export interface Admin {
  /** Forgets one app, or everything. */
  readonly reset: (sdkAppId: number | undefined) => void;
  /** Throws an `AdminError` for what is not done for others. */
  readonly simulateCall: (options: SimulateCallOptions) => { readonly record: CallRecord };
  readonly deliveries: () => readonly Delivery[];
  /** Deliveries that are no longer kept. */
  readonly droppedDeliveries: () => number;
}

/** Longest body of a request, in bytes: some hundred names fit. */
const longestBody = 64 * 1024;

/** The options of `simulate_call` that JSON can hold. */
const jsonOptions = simulateCallOptions.filter((name) => name !== 'fetch');

/** Answers what is asked of the mock itself, under `/_mock/`, once the guard has let it in. */
export function handleAdminRequest(
  request: MockRequest,
  path: string,
  query: string,
  admin: Admin,
): MockAnswer {
  try {
    switch (`${request.method} ${path}`) {
      case 'GET /_mock/health':
        return jsonAnswer('{"status":"ok"}');
      case 'GET /_mock/deliveries': {
        const dropped = admin.droppedDeliveries();
        const headers = dropped === 0 ? [] : ['x-mock-dropped', String(dropped)];
        return jsonAnswer(JSON.stringify(admin.deliveries()), 200, headers);
      }
      case 'POST /_mock/simulate_call': {
        const options = readOptions(readJsonText(request));
        return jsonAnswer(JSON.stringify({ record: admin.simulateCall(options).record }));
      }
      case 'POST /_mock/reset': {
        const app = /^sdkappid=(\d+)$/.exec(query)?.[1];
        if (query !== '' && app === undefined) {
          const problem = `takes no query but sdkappid (got ${shown(query)})`;
          throw new MockOptionError('reset', problem, 'pass ?sdkappid=1400000000, or nothing for every app');
        }
        readJsonText(request);
        admin.reset(app === undefined ? undefined : Number(app));
        return jsonAnswer('{"status":"reset"}');
      }
      default: {
        const routes = ['GET /health', 'GET /deliveries', 'POST /simulate_call', 'POST /reset'];
        const message = `There is no ${request.method} ${path}: under /_mock there are ${routes.join(', ')}.`;
        throw new AdminError(404, 'not-found', message);
      }
    }
  } catch (error) {
    if (error instanceof AdminError) return renderRefusal(error);
    if (error instanceof MockOptionError)
      return renderRefusal(new AdminError(400, error.code, error.message));
    throw error;
  }
}

/** The answer to what is refused. */
export function renderRefusal({ status, code, message }: AdminError): MockAnswer {
  return jsonAnswer(JSON.stringify({ error: message, code }), status);
}

/** A form and a page that asks nobody can send no such type. */
function readJsonText({ body, header }: MockRequest): string {
  const contentType = header('content-type');
  if (contentType === undefined || !isJsonType(contentType)) {
    const message = "Only JSON is taken: send the header content-type: application/json (curl --json '{}').";
    throw new AdminError(415, 'content-type-not-json', message);
  }
  if (body === 'too-large' || body.length > longestBody) {
    throw new AdminError(413, 'body-too-large', `The body is too large: send at most ${longestBody} bytes.`);
  }
  return readText(body);
}

function readOptions(text: string): SimulateCallOptions {
  const remedy = 'send the options of the call, or {}';
  let options: unknown;
  try {
    options = text === '' ? {} : JSON.parse(text);
  } catch {
    throw new MockOptionError('body', 'is not JSON', remedy);
  }
  if (typeof options !== 'object' || options === null || Array.isArray(options)) {
    throw new MockOptionError('body', 'must be a JSON object', remedy);
  }
  requireOptions('simulate_call', options, jsonOptions);
  return options;
}
