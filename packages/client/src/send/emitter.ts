import { isObject } from '../describe-value.ts';
import type { TrtcCallError } from '../errors.ts';
import { channelNames, type Events, type Listeners } from '../events.ts';
import { callHook, warnOnce } from '../hooks/guard-hook.ts';

type EventName = keyof Events;

/** Emits events to hooks and channels. Nothing is made for an event that nobody listens to. */
export interface Emitter {
  hasListener(name: EventName): boolean;
  /** Never throws and waits for nobody. Listeners get a frozen event that shares nothing with the call. */
  emit<Name extends EventName>(name: Name, makeEvent: () => Events[Name]): void;
}

export function createEmitter(listeners: Listeners): Emitter {
  // Not imported: runtimes without it have the same entry.
  const channels = globalThis.process?.getBuiltinModule?.('node:diagnostics_channel');
  const openChannel = (name: EventName) => ({
    channel: channels?.channel(channelNames[name]),
    warnOfHook: warnOnce(`the hook ${name}`),
    warnOfSubscriber: warnOnce(`a subscriber of ${channelNames[name]}`),
  });
  const byName = {
    onRequest: openChannel('onRequest'),
    onResponse: openChannel('onResponse'),
    onRetry: openChannel('onRetry'),
    onExchange: openChannel('onExchange'),
    onContractViolation: openChannel('onContractViolation'),
  };
  const hasListener = (name: EventName) =>
    listeners[name] !== undefined || byName[name].channel?.hasSubscribers === true;
  return {
    hasListener,
    emit(name, makeEvent) {
      if (!hasListener(name)) return;
      const event = freeze(makeEvent());
      const hook = listeners[name];
      const { channel, warnOfHook, warnOfSubscriber } = byName[name];
      if (hook) callHook(hook, [event], warnOfHook);
      if (!channel?.hasSubscribers) return;
      // `publish` makes an uncaught exception of what a subscriber throws, which ends the process.
      const subscribers: unknown = Reflect.get(channel, '_subscribers');
      if (!Array.isArray(subscribers)) channel.publish(event);
      else for (const one of [...subscribers]) callHook(one, [event, channel.name], warnOfSubscriber);
    },
  };
}

/** An error for a listener: a copy, for the call still decides by its own, and its caller gets that. */
export function copyError(error: TrtcCallError): TrtcCallError {
  return copy(error);
}

function copy<Failure extends Error>(error: Failure): Failure {
  const twin = Object.setPrototypeOf(new Error(error.message), Object.getPrototypeOf(error));
  for (const [key, value] of Object.entries(error))
    twin[key] = Array.isArray(value) ? copyList(value) : value;
  const { stack, cause } = error;
  Object.defineProperty(twin, 'stack', { value: stack, writable: true, configurable: true });
  if (cause instanceof Error)
    Object.defineProperty(twin, 'cause', { value: copy(cause), configurable: true });
  return twin;
}

function copyList(list: readonly unknown[]): unknown[] {
  return list.map((one) => (one instanceof Error ? copy(one) : isObject(one) ? { ...one } : one));
}

/** Freezes an event with the plain objects in it. */
function freeze<Value extends object>(value: Value): Value {
  if (Object.isFrozen(value)) return value;
  for (const member of Object.values(value)) {
    if (isObject(member) && !(member instanceof Error)) freeze(member);
  }
  return Object.freeze(value);
}
