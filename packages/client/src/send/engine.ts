import type { ClientSettings } from '../client-options.ts';
import { chooseTransport } from '../transport/choose-transport.ts';
import { createClockWatch } from './clock-difference.ts';
import type { Engine } from './load-engine.ts';
import { createSend } from './send.ts';

/** What sends calls. It is a module of its own, loaded with the first call: to make a client takes none of it. */
export async function createEngine(settings: ClientSettings): Promise<Engine> {
  const transport = await chooseTransport(settings);
  const clocks = createClockWatch(settings.now);
  return {
    send: createSend(settings, transport, clocks),
    clockDifference: clocks.difference,
    close: () => transport.close(),
  };
}
