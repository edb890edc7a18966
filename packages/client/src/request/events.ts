import { isObject } from '@trtc-call/reporting/values';
import type { Contract, ContractRule, OperationId } from '../contract.ts';
import type { TrtcCallError } from '../errors.ts';
import { guard } from '../hooks/guard.ts';

/** One attempt that is about to leave. The same object is in the event of its end. */
export interface RequestEvent {
  readonly operationId: OperationId;
  readonly method: 'POST';
  /** Without its query, which holds the UserSig. */
  readonly url: string;
  /** Which attempt of the call this is, counted from 1. */
  readonly attempt: number;
}

/** The end of one attempt; there is exactly one for each `RequestEvent`. */
export interface ResponseEvent {
  readonly request: RequestEvent;
  /** The HTTP status, when an answer came. */
  readonly status: number | undefined;
  /** The vendor's id of the request, when the answer had a readable one. */
  readonly requestId: string | undefined;
  /** Why this attempt failed; a refusal by the service too. */
  readonly error: TrtcCallError | undefined;
  /** How long the attempt took, in milliseconds. */
  readonly milliseconds: number;
}

/** An attempt failed, and another one follows. */
export interface RetryEvent {
  readonly request: RequestEvent;
  readonly error: TrtcCallError;
  /** How long it waits before that, in milliseconds. */
  readonly delayMilliseconds: number;
}

/**
 * One attempt as it was on the wire, for recording: see `@trtc-call/client/har`. It holds what the call is about, but no
 * UserSig. It is made only where there is a listener.
 */
export interface ExchangeEvent {
  readonly operationId: OperationId;
  /** Which attempt of the call this is, counted from 1. */
  readonly attempt: number;
  /** By the client's clock, in milliseconds since 1970. */
  readonly startedAt: number;
  readonly milliseconds: number;
  readonly request: {
    readonly method: 'POST';
    /** With its query, in which the value of `usersig` is taken out. */
    readonly url: string;
    readonly headers: Readonly<Record<string, string>>;
    readonly body: string;
  };
  /** Undefined when no answer came. */
  readonly answer:
    | {
        readonly status: number;
        readonly headers: Readonly<Record<string, string>>;
        /** Undefined where it is not read: that of another status than 200. */
        readonly body: string | undefined;
      }
    | undefined;
  /** Why no complete response was received, or why it cannot be used; a refusal by the service is an answer like any other here. */
  readonly error: TrtcCallError | undefined;
}

/** Where an answer, or a request, differs from what is documented. It never holds the answer itself. */
export interface ContractViolation {
  readonly operationId: OperationId;
  /** The generation of the API: operations of several may have one name. */
  readonly generation: Contract['generation'];
  /** The vendor's id of the request, when the answer had a readable one. */
  readonly requestId: string | undefined;
  /** What differs: see `ContractRule`. */
  readonly rule: ContractRule;
  /** JSON Pointer (RFC 6901) into the answer; for `undocumented-request` into the body that is sent, or `?identifier`. */
  readonly pointer: string;
  readonly expected: string;
  readonly got: string;
}

/** What can be listened to, as options of the client and as channels. */
export interface Events {
  onRequest: RequestEvent;
  onResponse: ResponseEvent;
  onRetry: RetryEvent;
  onExchange: ExchangeEvent;
  onContractViolation: ContractViolation;
}

/**
 * Functions that are told of what happens. Nothing they do changes a call: events are frozen, errors in them are copies,
 * promises are not waited for, and what a function throws or rejects with is a process warning, once for each hook.
 */
export interface Listeners {
  /** Before each attempt of a call. */
  readonly onRequest?: ((event: RequestEvent) => void) | undefined;
  /** At the end of each attempt, whether it succeeded or not. */
  readonly onResponse?: ((event: ResponseEvent) => void) | undefined;
  /** Before the wait for another attempt. */
  readonly onRetry?: ((event: RetryEvent) => void) | undefined;
  /** Each attempt as it was on the wire, without its UserSig: `@trtc-call/client/har` has recorders. */
  readonly onExchange?: ((event: ExchangeEvent) => void) | undefined;
  /** Where an answer, or a request, differs from what is documented. Default: it goes unseen. */
  readonly onContractViolation?: ((event: ContractViolation) => void) | undefined;
}

/** The names for `node:diagnostics_channel`, for tools that do not make the client themselves. */
export const channelNames = {
  onRequest: 'trtc-call:request',
  onResponse: 'trtc-call:response',
  onRetry: 'trtc-call:retry',
  onExchange: 'trtc-call:exchange',
  onContractViolation: 'trtc-call:contract-violation',
} as const satisfies Record<keyof Events, string>;

type EventName = keyof Events;

/** Emits events to hooks and channels. An event without a listener is not made. */
export interface Emitter {
  hasListener(name: EventName): boolean;
  /** Never throws and never waits. Listeners get a frozen event that shares nothing with the call. */
  emit<Name extends EventName>(name: Name, makeEvent: () => Events[Name]): void;
}

type Hooks = { readonly [Name in EventName]?: ((event: Events[Name]) => void) | undefined };

export function createEmitter(hooks: Hooks): Emitter {
  const open = <Name extends EventName>(name: Name) => openChannel<Events[Name]>(name, hooks[name]);
  const byName: { readonly [Name in EventName]: OpenChannel<Events[Name]> } = {
    onRequest: open('onRequest'),
    onResponse: open('onResponse'),
    onRetry: open('onRetry'),
    onExchange: open('onExchange'),
    onContractViolation: open('onContractViolation'),
  };
  const hasListener = (name: EventName) =>
    byName[name].callHook !== undefined || byName[name].channel?.hasSubscribers === true;
  return {
    hasListener,
    emit(name, makeEvent) {
      if (!hasListener(name)) return;
      const event = freeze(makeEvent());
      const { callHook, callSubscriber, channel } = byName[name];
      callHook?.(event);
      if (!channel?.hasSubscribers) return;
      // `publish` makes an uncaught exception of what a subscriber throws, which ends the process.
      const subscribers: unknown = Reflect.get(channel, '_subscribers');
      if (!Array.isArray(subscribers)) channel.publish(event);
      else for (const subscriber of [...subscribers]) callSubscriber(subscriber, event);
    },
  };
}

type OpenChannel<Event> = ReturnType<typeof openChannel<Event>>;

/** What is called with an event of one kind: the hook where there is one, and each subscriber of the channel. */
function openChannel<Event>(name: EventName, hook: ((event: Event) => void) | undefined) {
  const channelName = channelNames[name];
  return {
    channel: findChannels()?.channel(channelName),
    callHook: hook && guard(`the hook ${name}`, hook),
    callSubscriber: guard(
      `a subscriber of ${channelName}`,
      (subscriber: (event: Event, name: string) => unknown, event: Event) => subscriber(event, channelName),
    ),
  };
}

/** Not imported, since runtimes without it load the same entry. Some of them have a stub that throws. */
function findChannels() {
  try {
    return globalThis.process?.getBuiltinModule?.('node:diagnostics_channel');
  } catch {
    return undefined;
  }
}

/** An error for a listener: a copy, for the call still decides by its own, and its caller gets that. */
export function copyError<Failure extends Error>(error: Failure): Failure {
  const twin = Object.setPrototypeOf(new Error(error.message), Object.getPrototypeOf(error));
  for (const [key, value] of Object.entries(error))
    twin[key] = Array.isArray(value) ? copyList(value) : value;
  const { stack, cause } = error;
  Object.defineProperty(twin, 'stack', { value: stack, writable: true, configurable: true });
  if (cause instanceof Error)
    Object.defineProperty(twin, 'cause', { value: copyError(cause), configurable: true });
  return twin;
}

function copyList(list: readonly unknown[]): unknown[] {
  return list.map((entry) =>
    entry instanceof Error ? copyError(entry) : isObject(entry) ? { ...entry } : entry,
  );
}

/** Freezes an event with the plain objects in it. */
function freeze<Value extends object>(value: Value): Value {
  if (Object.isFrozen(value)) return value;
  for (const member of Object.values(value)) {
    if (isObject(member) && !(member instanceof Error)) freeze(member);
  }
  return Object.freeze(value);
}
