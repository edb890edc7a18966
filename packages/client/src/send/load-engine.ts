import { isObject } from '../describe-value.ts';
import { ConnectionError } from '../errors.ts';
import type { Send } from './send.ts';

/** What sends calls. */
export interface Engine {
  readonly send: Send;
  /** By how many milliseconds the service's clock is ahead of the machine's, as far as that matters and is known. */
  clockDifference(): number;
  /** Lets go of idle connections. */
  close(): void;
}

/** The engine, loaded with the first call. */
export function loadEngine(load: () => Promise<Engine>): Engine {
  let engine: Engine | undefined;
  let loading: Promise<Engine> | undefined;
  const sendLater: Send = async (request) => {
    try {
      loading ??= load();
      engine = await loading;
    } catch (error) {
      // A page that has lost its network cannot load it; the next call tries again.
      loading = undefined;
      const cause = error instanceof Error ? error : new Error('the module that sends could not be loaded');
      throw new ConnectionError(request.operationId, cause);
    }
    return engine.send(request);
  };
  return {
    // The body is copied while it is what the caller passed.
    send: (request) => engine?.send(request) ?? sendLater({ ...request, body: copyOf(request.body) }),
    clockDifference: () => engine?.clockDifference() ?? 0,
    close: () => engine?.close(),
  };
}

function copyOf(body: object): object {
  return isObject(body) ? { ...body } : body;
}
