import type { CallRecord } from '@trtc-call/client';
import type { Delivery } from '@trtc-call/webhooks/send';
import { type SimulateCallOptions, simulateCallOptions } from '../calls/simulated-call.ts';
import { requireOptions } from '../check-arguments.ts';
import { AdminError, MockOptionError } from '../errors.ts';
import type { MockAnswer, MockRequest } from './exchange.ts';
import { isJsonType, textOf } from './read-body.ts';

/** What can be done to a mock from outside, in whichever language. */
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

/**
 * Answers what is asked of the mock itself, under `/_mock/`, once the guard has let it in; `undefined` where there is
 * nothing of that name.
 */
export function handleAdminRequest(
  request: MockRequest,
  path: string,
  query: string,
  admin: Admin,
): MockAnswer | undefined {
  try {
    switch (`${request.method} ${path}`) {
      case 'GET /_mock/health':
        return plainAnswer('{"status":"ok"}');
      case 'GET /_mock/deliveries':
        return {
          ...plainAnswer(JSON.stringify(admin.deliveries())),
          dropped: admin.droppedDeliveries(),
        };
      case 'POST /_mock/simulate_call': {
        const options = readOptions(readText(request));
        return plainAnswer(JSON.stringify({ record: admin.simulateCall(options).record }));
      }
      case 'POST /_mock/reset': {
        const app = /^sdkappid=(\d+)$/.exec(query)?.[1];
        if (query !== '' && app === undefined) return undefined;
        readText(request);
        admin.reset(app === undefined ? undefined : Number(app));
        return plainAnswer('{"status":"reset"}');
      }
      default:
        return undefined;
    }
  } catch (error) {
    if (error instanceof AdminError) return adminRefusal(error);
    if (error instanceof MockOptionError) return adminRefusal(new AdminError(400, error.code, error.message));
    throw error;
  }
}

/** The answer to what is refused. */
export function adminRefusal({ status, code, message }: AdminError): MockAnswer {
  return { ...plainAnswer(JSON.stringify({ error: message, code })), status };
}

export function plainAnswer(body: string): MockAnswer {
  return { status: 200, contentType: 'application/json', body, note: undefined, fault: undefined };
}

/** A form and a page that asks nobody can send no such type. */
function readText({ body, contentType }: MockRequest): string {
  if (contentType === undefined || !isJsonType(contentType)) {
    const message = "Only JSON is taken: send the header content-type: application/json (curl --json '{}').";
    throw new AdminError(415, 'content-type-not-json', message);
  }
  if (body === 'too-large' || body.length > longestBody) {
    throw new AdminError(413, 'body-too-large', `The body is too large: send at most ${longestBody} bytes.`);
  }
  return textOf(body);
}

function readOptions(text: string): SimulateCallOptions {
  const options: unknown = text === '' ? {} : parse(text);
  if (typeof options !== 'object' || options === null || Array.isArray(options)) {
    throw new MockOptionError('body', 'must be a JSON object', 'send the options of the call, or {}');
  }
  requireOptions('simulate_call', options, jsonOptions);
  return options;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new MockOptionError('body', 'is not JSON', 'send the options of the call, or {}');
  }
}
