import { webhookCommands } from '../events/commands.ts';
import type { UnknownEvent, WebhookEvent } from '../events/event.ts';
import { refuseUnknown } from '../refuse-unknown.ts';
import type { EventStore } from '../stores/event-store.ts';
import { ReceiverOptionError } from './errors.ts';
import { logOutcome } from './log-outcome.ts';
import type { HandlerContext, Handlers, ReceiverLimits, ReceiverOptions } from './options.ts';
import { type RefusalCode, refusals } from './outcome.ts';
import { addressList, secretCheck } from './trust.ts';

const hour = 60 * 60 * 1000;
const day = 24 * hour;
/** Timers of JavaScript take no more. */
export const longestTimer = 2 ** 31 - 1;

const knownOptions = {
  sdkAppId: true,
  on: true,
  store: true,
  secret: true,
  allow: true,
  trustedProxies: true,
  confirm: true,
  unconfirmedMilliseconds: true,
  limits: true,
  answerMilliseconds: true,
  whenSlow: true,
  keep: true,
  maxAgeMilliseconds: true,
  doneMilliseconds: true,
  leaseMilliseconds: true,
  storeMilliseconds: true,
  handlerMilliseconds: true,
  acknowledge: true,
  onOutcome: true,
  now: true,
} satisfies Record<keyof ReceiverOptions | 'store', true>;
const knownLimits = { bodyBytes: true, bodyMilliseconds: true, concurrent: true } satisfies Record<
  keyof ReceiverLimits,
  true
>;

/** Options with every default filled in. */
export type Settings<Transaction> = ReturnType<typeof readSettings<Transaction>>;

/**
 * Fills in the defaults.
 *
 * @throws ReceiverOptionError for what is not possible
 */
export function readSettings<Transaction>(
  given: ReceiverOptions<Transaction>,
  store: EventStore<Transaction>,
) {
  refuseUnknown(given, knownOptions, (...why) => new ReceiverOptionError(...why));
  refuseUnknown(
    given.limits,
    knownLimits,
    (name, ...why) => new ReceiverOptionError(`limits.${name}`, ...why),
  );
  const leaseMilliseconds = integer('leaseMilliseconds', given.leaseMilliseconds, 3000, 100, longestTimer);
  return {
    apps: appsOf(given.sdkAppId),
    on: checkHandlers(given.on),
    store,
    checkSecret: given.secret === undefined ? undefined : secretCheck(given.secret),
    allow: given.allow === undefined ? undefined : addressList('allow', given.allow),
    proxies: given.trustedProxies && addressList('trustedProxies', given.trustedProxies),
    confirm: given.confirm,
    unconfirmedMilliseconds: integer(
      'unconfirmedMilliseconds',
      given.unconfirmedMilliseconds,
      hour,
      1,
      Number.MAX_SAFE_INTEGER,
    ),
    bodyBytes: integer('limits.bodyBytes', given.limits?.bodyBytes, 64 * 1024, 2, 1024 ** 3),
    bodyMilliseconds: integer(
      'limits.bodyMilliseconds',
      given.limits?.bodyMilliseconds,
      5000,
      1,
      longestTimer,
    ),
    concurrent: integer('limits.concurrent', given.limits?.concurrent, 1000, 1, 1_000_000),
    answerMilliseconds: integer('answerMilliseconds', given.answerMilliseconds, 2000, 1, longestTimer),
    storeMilliseconds: integer('storeMilliseconds', given.storeMilliseconds, 2000, 1, longestTimer),
    handlerMilliseconds: integer(
      'handlerMilliseconds',
      given.handlerMilliseconds,
      5 * 60 * 1000,
      1,
      longestTimer,
    ),
    acknowledgesSlow: isSecond('whenSlow', given.whenSlow, ['retry', 'acknowledge']),
    keepsAll: isSecond('keep', given.keep, ['acknowledged', 'all']),
    maxAgeMilliseconds:
      given.maxAgeMilliseconds === undefined
        ? undefined
        : integer('maxAgeMilliseconds', given.maxAgeMilliseconds, 0, 1, Number.MAX_SAFE_INTEGER),
    doneMilliseconds: integer(
      'doneMilliseconds',
      given.doneMilliseconds,
      8 * day,
      1,
      Number.MAX_SAFE_INTEGER,
    ),
    leaseMilliseconds,
    acknowledge: refusalCodes(given.acknowledge ?? []),
    onOutcome: given.onOutcome ?? logOutcome,
    now: given.now ?? Date.now,
  };
}

function appsOf(sdkAppId: number | readonly number[]): ReadonlySet<number> {
  const apps = typeof sdkAppId === 'number' ? [sdkAppId] : sdkAppId;
  const isPossible =
    Array.isArray(apps) && apps.length > 0 && apps.every((app) => Number.isSafeInteger(app) && app > 0);
  if (isPossible) return new Set(apps);
  throw new ReceiverOptionError(
    'sdkAppId',
    `${JSON.stringify(sdkAppId)} is not possible`,
    'Give the number of your app, or a list of numbers.',
  );
}

/** @throws ReceiverOptionError for what is no whole number between the two */
export function integer(
  field: string,
  value: number | undefined,
  fallback: number,
  low: number,
  high: number,
): number {
  if (value === undefined) return fallback;
  if (Number.isInteger(value) && value >= low && value <= high) return value;
  throw new ReceiverOptionError(
    field,
    `${String(value)} is not possible`,
    `Give a whole number from ${low} to ${high}.`,
  );
}

/** Of two words the first is the default. */
function isSecond(field: string, value: unknown, [first, second]: readonly [string, string]): boolean {
  if (value === undefined || value === first) return false;
  if (value === second) return true;
  throw new ReceiverOptionError(
    field,
    `${JSON.stringify(value)} is not possible`,
    `Give '${first}' or '${second}'.`,
  );
}

function refusalCodes(codes: readonly RefusalCode[]): ReadonlySet<RefusalCode> {
  for (const code of codes) {
    if (Object.hasOwn(refusals, code)) continue;
    const known = Object.keys(refusals).join(', ');
    throw new ReceiverOptionError(
      'acknowledge',
      `there is no refusal ${JSON.stringify(code)}`,
      `Use one of: ${known}.`,
    );
  }
  return new Set(codes);
}

/** @throws ReceiverOptionError for a word that no webhook has, since its handler would never be called */
export function checkHandlers<Transaction>(on: Handlers<Transaction>): Handlers<Transaction> {
  if (typeof on !== 'object' || on === null) {
    throw new ReceiverOptionError(
      'on',
      'it is no object',
      "Give a function for each command word, or for '*'.",
    );
  }
  const words: readonly string[] = [...webhookCommands, '*'];
  for (const [word, handler] of Object.entries(on)) {
    if (!words.includes(word)) {
      throw new ReceiverOptionError(
        `on[${JSON.stringify(word)}]`,
        'no webhook has this command word',
        `Use one of: ${words.join(', ')}.`,
      );
    }
    if (handler !== undefined && typeof handler !== 'function') {
      throw new ReceiverOptionError(`on[${JSON.stringify(word)}]`, 'it is no function', 'Give a function.');
    }
  }
  return on;
}

/** Calls the right handler with the event. */
type Bound<Transaction> = (
  event: WebhookEvent | UnknownEvent,
  context: HandlerContext<Transaction>,
) => unknown;

/** The handler of the event's own command word, or else the one for everything. */
export function handlerOf<Transaction>(
  on: Handlers<Transaction>,
  event: WebhookEvent | UnknownEvent,
): Bound<Transaction> | undefined {
  const own: unknown = Object.hasOwn(on, event.command) ? on[event.command] : undefined;
  return isHandler<Transaction>(own) ? own : on['*'];
}

/** The table gives each word the handler of its own events, which the compiler cannot follow through a variable word. */
function isHandler<Transaction>(own: unknown): own is Bound<Transaction> {
  return typeof own === 'function';
}
