import { rmSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { createHarFile, type HarFile } from '@trtc-call/client/har';
import { startMock } from '@trtc-call/mock';
import type { Capability } from '../../report/run-report.ts';
import { listSecrets } from '../../requirements/check/account.ts';
import { type CheckContext, createContext } from '../../requirements/check/context.ts';
import type { Generation } from '../../requirements/generation.ts';
import { readGeneration } from '../../requirements/requirement.ts';
import { CannotRunError, type HarTarget, type RunOptions } from '../../run/options.ts';
import { hidePaths, type Transport, watchTransport } from '../recorder.ts';
import { openSender } from '../sender.ts';
import { type OpenTarget, orAborted, type PreparedTarget } from '../target.ts';
import { createSessions, type SessionParts } from './open-session.ts';
import { readAccount, readLiveUrl, readUrlAddress } from './read-environment.ts';
import { prepareRemoteTarget } from './remote-target.ts';

export interface Wanted {
  readonly generations: readonly Generation[];
  /** Whether they were named; otherwise those are asked that the account has. */
  readonly areNamed: boolean;
}

/**
 * Opens a target of the API.
 *
 * @throws CannotRunError when there is no such target, or it cannot be asked
 * @throws RecordingError when the HAR file is there already or cannot be made
 */
export async function openTarget(
  options: RunOptions,
  wanted: Wanted,
  signal: AbortSignal,
): Promise<OpenTarget<CheckContext>> {
  const { har, now = Date.now } = options;
  if (har) tryHarFile(har.path);
  return recordTarget(await prepare(options, wanted, now, signal), { har, signal });
}

async function prepare(
  options: RunOptions,
  { generations, areNamed }: Wanted,
  now: () => number,
  signal: AbortSignal,
): Promise<PreparedTarget> {
  const { target, environment = {}, allowMutations = false, exhaustRateLimit = false, allowCalls } = options;
  if (target === 'mock') return prepareMockTarget(generations);
  const wait = (milliseconds: number) => sleep(milliseconds);
  const remoteOptions = { areNamed, allowMutations, exhaustRateLimit, allowCalls, now, wait, signal };
  if (target === 'live') {
    const wishes = generations.map((generation) => ({
      generation,
      baseUrl: readLiveUrl(environment, generation.contract),
    }));
    return prepareRemoteTarget('live', readAccount(environment), wishes, remoteOptions);
  }
  const { baseUrl, account } = readUrlAddress(target, environment);
  const wishes = generations.map((generation) => ({ generation, baseUrl }));
  return prepareRemoteTarget(baseUrl, account, wishes, remoteOptions);
}

/** The embedded mock on a free port: everything may be asked of it, and its clock does not have to be waited for. */
async function prepareMockTarget(generations: readonly Generation[]): Promise<PreparedTarget> {
  let ahead = 0;
  const now = () => Date.now() + ahead;
  const mock = await startMock({ now, maxApps: 4 * atOnce });
  const sender = openSender();
  const names = [
    'secret-key',
    'mutate-callback',
    'exhaust-rate-limit',
    'call-id',
    'place-calls',
    'ring-long',
  ] as const;
  return {
    target: {
      name: 'mock',
      kind: 'mock',
      places: generations.map((generation) => ({ generation, baseUrl: mock.url })),
      account: { sdkAppId: mock.sdkAppId, identifier: mock.identifier, secretKey: mock.secretKey },
      apps: 'fresh',
      capabilities: names.map((name) => ({ name, available: true })),
      notes: [],
      unchecked: [],
    },
    now,
    wait: async (milliseconds) => {
      ahead += milliseconds;
    },
    transport: sender.toTransport(),
    async release() {
      sender.close();
      await mock.close();
    },
  };
}

interface Use {
  readonly har?: HarTarget | undefined;
  /** When it is aborted nothing more is sent. */
  readonly signal: AbortSignal;
  /** Clocks and waits; for tests. Default those of this machine. */
  readonly parts?: Partial<Omit<SessionParts, 'transport'>>;
}

/** What is done by one item at a time, in each generation. */
const changing: readonly Capability[] = ['mutate-callback', 'place-calls'];

/** How many items that do not disturb each other are under way at the same time. */
const atOnce = 16;

/**
 * Gives each item a context of the target. Where each has an app of its own, they run side by side, but for those that
 * place calls. On a target in use, those that change the callback configuration of a generation run one after the other,
 * and so do those that place calls, beside those that only read. What uses up a rate runs alone, at the end.
 *
 * Releasing it fails when the HAR file was not written to its end.
 */
export function recordTarget(
  prepared: PreparedTarget,
  { har, signal, parts = {} }: Use,
): OpenTarget<CheckContext> {
  const { target, release, now = Date.now, wait, transport, endCalls } = prepared;
  let unwritten: Error | undefined;
  const { identifier } = target.account;
  const file =
    har &&
    createHarFile({
      path: har.path,
      ifExists: 'refuse',
      sensor: 'probes',
      redactIdentifier: har.redactIdentifier,
      identifiers: har.redactIdentifier ? [identifier] : [],
      secrets: listSecrets(target.account),
      onError: (error) => {
        unwritten = error;
      },
    });
  const hosts = target.places.map(({ baseUrl }) => new URL(baseUrl).host);
  const recorded = file ? recordHar(transport, file, hosts) : transport;
  const openSession = createSessions(target, {
    now,
    clock: () => performance.now(),
    random: Math.random,
    wait: wait ?? ((milliseconds) => sleep(milliseconds, undefined, { signal })),
    ...parts,
    transport: async (url, init) => {
      signal.throwIfAborted();
      return recorded(url, init);
    },
  });
  const { name, kind, places, capabilities, apps, notes, unchecked } = target;
  const baseUrl = [...new Set(places.map((place) => place.baseUrl))].join(' and ');
  return {
    summary: {
      name,
      kind,
      baseUrl,
      ...(notes.length > 0 && { notes: [...notes] }),
      ...(unchecked.length > 0 && { unchecked: [...unchecked] }),
    },
    generations: places.map(({ generation }) => generation.contract.generation),
    capabilities,
    schedule(items) {
      const findAll = (need: Capability) => items.filter((item) => item.needs?.includes(need));
      const exhausting = findAll('exhaust-rate-limit');
      const others = items.filter((item) => !exhausting.includes(item));
      // Answers that wait for those of other items could not be told from requests that were held back.
      const last = [{ items: exhausting, atOnce: 1 }];
      if (apps === 'fresh') {
        // A wait puts the clock of all apps forward, and would end the calls of the others.
        const calling = others.filter((item) => item.needs?.includes('place-calls'));
        const silent = others.filter((item) => !calling.includes(item));
        return [
          [
            { items: calling, atOnce: 1 },
            { items: silent, atOnce: atOnce - 1 },
          ],
          last,
        ];
      }
      const reading = others.filter((item) => !changing.some((need) => item.needs?.includes(need)));
      const lanes = changing.flatMap((need) => [
        ...Map.groupBy(
          findAll(need).filter((item) => others.includes(item)),
          ({ id }) => readGeneration(id),
        ).values(),
      ]);
      return [[...lanes.map((items) => ({ items, atOnce: 1 })), { items: reading, atOnce }], last];
    },
    async open(item) {
      const close = item.needs?.includes('place-calls') ? endCalls : undefined;
      const session = { ...(await openSession(item)), close };
      // What changes the target is waited for: only its answer tells what must be put back.
      if (item.needs?.some((need) => changing.includes(need))) return createContext(session);
      return createContext({
        ...session,
        transport: (url, init) => orAborted(session.transport(url, init), signal),
      });
    },
    async release() {
      file?.close();
      await release();
      // A partial recording must not be taken for a complete one.
      if (unwritten) throw new CannotRunError('bad-har', `${unwritten.message}: make room and run again`);
    },
  };
}

/** The file is made when the account is known; whether it can be is known before anything is sent. */
function tryHarFile(path: string): void {
  createHarFile({ path, ifExists: 'refuse' }).close();
  rmSync(path);
}

/** A transport that writes each exchange to the file, whatever came of it, without paths of other hosts. */
function recordHar(transport: Transport, har: HarFile, hosts: readonly string[]): Transport {
  return watchTransport(transport, (exchange) => {
    const startedAt = Date.now();
    const { method, url, requestHeaders, requestBody } = exchange;
    const request = {
      method,
      url,
      headers: Object.fromEntries(requestHeaders),
      body: hidePaths(requestBody ?? '', hosts),
    };
    return () => {
      const { status, responseHeaders, responseBody, durationMilliseconds: milliseconds } = exchange;
      const answer =
        status === null
          ? undefined
          : {
              status,
              headers: Object.fromEntries(responseHeaders),
              body: hidePaths(responseBody ?? '', hosts),
            };
      har.onExchange({ startedAt, milliseconds, request, answer });
    };
  });
}
