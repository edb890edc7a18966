import { channelNames, type Events, type Listeners } from '../events.ts';

/** Tells listeners. Nothing is made for an event that nobody listens to. */
export interface Teller {
  listened(name: keyof Events): boolean;
  tell<Name extends keyof Events>(name: Name, event: Events[Name]): void;
}

export function createTeller(listeners: Listeners): Teller {
  // Not imported: runtimes without it have the same entry.
  const channels = globalThis.process?.getBuiltinModule?.('node:diagnostics_channel');
  const channelOf = (name: keyof Events) => channels?.channel(channelNames[name]);
  const byName = {
    onRequest: channelOf('onRequest'),
    onResponse: channelOf('onResponse'),
    onRetry: channelOf('onRetry'),
    onExchange: channelOf('onExchange'),
    onContractViolation: channelOf('onContractViolation'),
  };
  return {
    listened: (name) => listeners[name] !== undefined || byName[name]?.hasSubscribers === true,
    tell(name, event) {
      try {
        listeners[name]?.(event);
      } catch (error) {
        console.error(`trtc-call: ${name} threw`, error);
      }
      byName[name]?.publish(event);
    },
  };
}
