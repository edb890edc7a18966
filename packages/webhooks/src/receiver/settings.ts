import type { Contracts } from '../contract.ts';
import type { AnyEvent } from '../generations.ts';
import { refuseUnknown } from '../refuse-unknown.ts';
import type { EventStore } from '../stores/event-store.ts';
import { type RefusalCode, refusals } from './answers.ts';
import { longestTimer } from './deadline.ts';
import {
  type Handlers,
  type ReceiverLimits,
  ReceiverOptionError,
  type ReceiverOptions,
  type RecordSources,
  type SourceOfApp,
} from './options.ts';
import type { RecordSource } from './record-queue.ts';
import { createAddressList, createSecretCheck, createSignatureCheck } from './trust.ts';

const hour = 60 * 60 * 1000;

const knownOptions = {
  sdkAppId: true,
  on: true,
  store: true,
  secret: true,
  allow: true,
  trustedProxies: true,
  token: true,
  signatureMilliseconds: true,
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

const storeMethods = Object.keys({
  claim: true,
  renew: true,
  keep: true,
  complete: true,
  release: true,
  takeOver: true,
} satisfies Record<keyof EventStore<unknown>, true>);

/**
 * Refuses options with a name that is not known.
 *
 * @param prefix of the name in the message, such as `limits.`
 * @throws ReceiverOptionError
 */
export function refuseUnknownOptions(
  options: unknown,
  known: Readonly<Record<string, true>>,
  prefix = '',
): void {
  refuseUnknown(options, known, (name, ...why) => new ReceiverOptionError(`${prefix}${name}`, ...why));
}

/** @throws ReceiverOptionError: it would fail only when an event has come, and then with every one */
function requireFunction(field: string, value: unknown, remedy = 'Give a function.'): void {
  if (typeof value !== 'function') throw new ReceiverOptionError(field, 'is not a function', remedy);
}

function requireMethods(field: string, value: unknown, names: readonly string[], remedy: string): void {
  for (const name of names) requireFunction(`${field}.${name}`, Object(value)[name], remedy);
}

export type Settings<Transaction> = ReturnType<typeof readSettings<Transaction>>;

/**
 * Fills in the defaults.
 *
 * @throws ReceiverOptionError for an option that cannot be used
 */
export function readSettings<Transaction>(
  contracts: Contracts<AnyEvent>,
  given: ReceiverOptions<Transaction>,
  store: EventStore<Transaction>,
) {
  refuseUnknownOptions(given, knownOptions);
  const { limits = {}, secret, allow, trustedProxies, token } = given;
  if (typeof limits !== 'object' || limits === null) {
    throw new ReceiverOptionError('limits', 'is not an object', 'Give one such as { concurrent: 100 }.');
  }
  refuseUnknownOptions(limits, knownLimits, 'limits.');
  requireMethods('store', store, storeMethods, `A store has ${storeMethods.join(', ')}.`);
  const { confirm, onOutcome, now } = given;
  if (onOutcome !== undefined) requireFunction('onOutcome', onOutcome);
  if (now !== undefined) requireFunction('now', now);
  type Duration = Extract<keyof ReceiverOptions, `${string}Milliseconds`>;
  const duration = (field: Duration, fallback: number, low = 1, high = longestTimer) =>
    integer(field, given[field], fallback, low, high);
  const limit = (field: keyof ReceiverLimits, fallback: number, low: number, high: number) =>
    integer(`limits.${field}`, limits[field], fallback, low, high);
  const apps = readApps(given.sdkAppId);
  return {
    contracts,
    apps,
    on: checkHandlers(given.on, contracts.commands),
    store,
    checkSecret: secret === undefined ? undefined : createSecretCheck(secret),
    allow: allow === undefined ? undefined : createAddressList('allow', allow),
    proxies: trustedProxies === undefined ? undefined : createAddressList('trustedProxies', trustedProxies),
    checkSignature:
      token === undefined
        ? undefined
        : createSignatureCheck(
            token,
            given.signatureMilliseconds === undefined ? undefined : duration('signatureMilliseconds', 0),
          ),
    confirm: confirm === undefined ? undefined : readSources(contracts, confirm, apps),
    unconfirmedMilliseconds: duration('unconfirmedMilliseconds', hour, 1, Number.MAX_SAFE_INTEGER),
    bodyBytes: limit('bodyBytes', 64 * 1024, 2, 1024 ** 3),
    bodyMilliseconds: limit('bodyMilliseconds', 5000, 1, longestTimer),
    concurrent: limit('concurrent', 1000, 1, 1_000_000),
    answerMilliseconds: duration('answerMilliseconds', 2000),
    storeMilliseconds: duration('storeMilliseconds', 2000),
    handlerMilliseconds: duration('handlerMilliseconds', 5 * 60 * 1000),
    leaseMilliseconds: duration('leaseMilliseconds', 3000, 100),
    doneMilliseconds: duration('doneMilliseconds', contracts.doneMilliseconds, 1, Number.MAX_SAFE_INTEGER),
    maxAgeMilliseconds: duration('maxAgeMilliseconds', Number.POSITIVE_INFINITY, 1, Number.MAX_SAFE_INTEGER),
    acknowledgesSlow: parseChoice('whenSlow', given.whenSlow, ['retry', 'acknowledge']) === 'acknowledge',
    keepsAll: parseChoice('keep', given.keep, ['acknowledged', 'all']) === 'all',
    acknowledge: readCodes(given.acknowledge ?? []),
    onOutcome,
    now: now ?? Date.now,
    steadyNow: now ?? createSteadyClock(),
  };
}

/**
 * Unix milliseconds by a clock that goes on evenly: when the clock of the machine is set, nothing is older or younger for
 * it. What another process has kept is as old as the two clocks agree on.
 */
function createSteadyClock(): () => number {
  // Read when it is first asked: where a Worker is set up, before any request, the clocks stand at 0.
  let began: number | undefined;
  return () => {
    began ??= Date.now() - performance.now();
    return Math.round(began + performance.now());
  };
}

/** The sources that are given, by generation, and of each by app. */
function readSources(
  contracts: Contracts<AnyEvent>,
  confirm: RecordSources,
  apps: ReadonlySet<number>,
): ReadonlyMap<string, ReadonlyMap<number, RecordSource>> {
  const names = contracts.all.map(({ generation }) => generation);
  const remedy = 'Give a source by its generation: { v1: client.records }.';
  if (typeof confirm !== 'object' || confirm === null) {
    throw new ReceiverOptionError('confirm', 'is not an object', remedy);
  }
  const given = new Map<string, ReadonlyMap<number, RecordSource>>();
  for (const [name, source] of Object.entries(confirm)) {
    if (!names.includes(name)) {
      throw new ReceiverOptionError(`confirm.${name}`, 'is not a generation', remedy);
    }
    if (source !== undefined) given.set(name, readSourcesOfApps(`confirm.${name}`, source, apps));
  }
  if (given.size === 0) throw new ReceiverOptionError('confirm', 'is not given for any generation', remedy);
  return given;
}

function readSourcesOfApps(
  field: string,
  source: SourceOfApp<RecordSource>,
  apps: ReadonlySet<number>,
): ReadonlyMap<number, RecordSource> {
  const isFunction = typeof source === 'function';
  if (!isFunction && apps.size > 1) {
    const remedy = 'Give one of the app: (sdkAppId) => clients[sdkAppId].records.';
    throw new ReceiverOptionError(field, 'is not a function, though sdkAppId names several apps', remedy);
  }
  const remedy = 'Give an object with `get(callId)`, such as `client.records`.';
  const sources = Array.from(apps, (app) => [app, isFunction ? source(app) : source] as const);
  for (const [, given] of sources) requireMethods(field, given, ['get'], remedy);
  return new Map(sources);
}

function readApps(sdkAppId: number | readonly number[]): ReadonlySet<number> {
  const apps = typeof sdkAppId === 'number' ? [sdkAppId] : sdkAppId;
  const isApp = (app: unknown) => Number.isSafeInteger(app) && Number(app) > 0;
  if (Array.isArray(apps) && apps.length > 0 && apps.every(isApp)) return new Set(apps);
  const problem = `must be the number of your app, or a list of numbers (got ${JSON.stringify(sdkAppId)})`;
  throw new ReceiverOptionError('sdkAppId', problem);
}

export function integer(
  field: string,
  value: number | undefined,
  fallback: number,
  low: number,
  high: number,
): number {
  if (value === undefined) return fallback;
  if (Number.isInteger(value) && value >= low && value <= high) return value;
  throw new ReceiverOptionError(field, `must be an integer from ${low} to ${high} (got ${String(value)})`);
}

function parseChoice(field: string, value: unknown, words: readonly [string, ...string[]]): string {
  if (value === undefined) return words[0];
  const word = words.find((word) => word === value);
  if (word !== undefined) return word;
  const choices = words.map((each) => `'${each}'`).join(' or ');
  throw new ReceiverOptionError(field, `must be ${choices} (got ${JSON.stringify(value)})`);
}

function readCodes(codes: readonly RefusalCode[]): ReadonlySet<RefusalCode> {
  if (!Array.isArray(codes)) {
    throw new ReceiverOptionError('acknowledge', 'is not a list', "Give an array such as ['wrong-app'].");
  }
  for (const code of codes) {
    if (Object.hasOwn(refusals, code)) continue;
    const remedy = `Use one of: ${Object.keys(refusals).join(', ')}.`;
    throw new ReceiverOptionError('acknowledge', `unknown refusal ${JSON.stringify(code)}`, remedy);
  }
  return new Set(codes);
}

/** @throws ReceiverOptionError for a word that no webhook has, since its handler would never be called */
function checkHandlers<Transaction>(
  on: Handlers<Transaction>,
  commands: readonly string[],
): Handlers<Transaction> {
  if (typeof on !== 'object' || on === null) {
    const remedy = "Give a function for each command word, or for '*'.";
    throw new ReceiverOptionError('on', 'is not an object', remedy);
  }
  const words: readonly string[] = [...commands, '*'];
  for (const [word, handler] of Object.entries(on)) {
    const field = `on[${JSON.stringify(word)}]`;
    if (!words.includes(word)) {
      const remedy = `Use one of: ${words.join(', ')}.`;
      throw new ReceiverOptionError(field, 'no webhook has this command word', remedy);
    }
    if (handler !== undefined && typeof handler !== 'function') {
      throw new ReceiverOptionError(field, 'is not a function', 'Give a function.');
    }
  }
  return on;
}
