import type { CallRecord } from '@trtc-call/client';
import type { Delivery } from '@trtc-call/webhooks/send';
import type { SimulateCallOptions } from '../calls/simulated-call.ts';
import { MockOptionError } from '../errors.ts';
import type { MockAnswer, MockRequest } from './exchange.ts';
import { textOf } from './read-body.ts';

/** What can be done to a mock from outside, in whichever language. */
export interface Controls {
  /** Forgets one app, or everything. */
  readonly reset: (sdkAppId: number | undefined) => void;
  readonly simulateCall: (options: SimulateCallOptions) => { readonly record: CallRecord };
  readonly deliveries: () => readonly Delivery[];
}

/** The options of `simulate_call` that JSON can hold. */
const optionNames: ReadonlySet<string> = new Set<keyof SimulateCallOptions>([
  'sdkAppId',
  'caller',
  'callees',
  'invited',
  'joined',
  'mediaType',
  'callType',
  'result',
  'callId',
  'roomId',
  'ringSeconds',
  'talkSeconds',
  'pace',
  'to',
  'waitsSeconds',
]);

/** Answers what is no part of the API: the root and everything under `/_mock/`. */
export function outsideTheApi(
  { method, body }: MockRequest,
  path: string,
  query: string,
  controls: Controls,
): MockAnswer | undefined {
  // The vendor's advice for a first test of the connection is `curl -I` on the host (60138).
  if (method === 'HEAD' && path === '/') return plain('');
  switch (`${method} ${path}`) {
    case 'GET /_mock/health':
      return plain('{"status":"ok"}');
    case 'GET /_mock/deliveries':
      return plain(JSON.stringify(controls.deliveries()));
    case 'POST /_mock/simulate_call':
      return simulateCall(textOf(body), controls);
    case 'POST /_mock/reset': {
      const app = /^sdkappid=(\d+)$/.exec(query)?.[1];
      if (query !== '' && app === undefined) return undefined;
      controls.reset(app === undefined ? undefined : Number(app));
      return plain('{"status":"reset"}');
    }
    default:
      return undefined;
  }
}

function simulateCall(text: string, controls: Controls): MockAnswer {
  try {
    const options: unknown = text === '' ? {} : JSON.parse(text);
    if (typeof options !== 'object' || options === null || Array.isArray(options)) {
      throw new MockOptionError('body', 'it is no JSON object', 'Send the options of the call, or {}.');
    }
    for (const name of Object.keys(options)) {
      if (optionNames.has(name)) continue;
      throw new MockOptionError(
        name,
        'there is no such option',
        `Use one of: ${[...optionNames].join(', ')}.`,
      );
    }
    return plain(JSON.stringify({ record: controls.simulateCall(options).record }));
  } catch (error) {
    if (!(error instanceof MockOptionError) && !(error instanceof SyntaxError)) throw error;
    const message =
      error instanceof SyntaxError
        ? 'body: it is no JSON. Send the options of the call, or {}.'
        : error.message;
    return { ...plain(JSON.stringify({ error: message })), status: 400 };
  }
}

function plain(body: string): MockAnswer {
  return { status: 200, contentType: 'application/json', body, note: undefined, fault: undefined };
}
