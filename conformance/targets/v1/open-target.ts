import { rmSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { createHarFile } from '@trtc-call/client/har';
import { startMock } from '@trtc-call/mock';
import type { Capability } from '../../report/run-report.ts';
import { type CheckContext, createContext } from '../../requirements/v1/check/context.ts';
import { CannotRunError } from '../../run/cannot-run-error.ts';
import type { HarTarget, RunOptions } from '../../run/run-options.ts';
import type { Fetch } from '../recorder.ts';
import type { OpenTarget } from '../target.ts';
import { createSessions, type SessionParts } from './open-session.ts';
import { readLiveAddress, readUrlAddress } from './read-environment.ts';
import { openHar, recordHar } from './record-har.ts';
import { prepareRemoteTarget } from './remote-target.ts';
import type { PreparedTarget } from './target.ts';

/**
 * Opens a target of the API.
 *
 * @throws CannotRunError when there is no such target, or it cannot be asked
 * @throws RecordingError when the HAR file is there already or cannot be made
 */
export async function openTarget(
  options: RunOptions,
  signal: AbortSignal,
): Promise<OpenTarget<CheckContext>> {
  const { har, now = Date.now } = options;
  if (har) tryHarFile(har.path);
  return recordTarget(await prepare(options, now, signal), { har, signal });
}

async function prepare(options: RunOptions, now: () => number, signal: AbortSignal): Promise<PreparedTarget> {
  const { target, environment = {}, allowMutations = false, exhaustRateLimit = false } = options;
  if (target === 'mock') return prepareMockTarget();
  const wait = (milliseconds: number) => sleep(milliseconds);
  const remoteOptions = { allowMutations, exhaustRateLimit, now, wait, signal };
  if (target === 'live') return prepareRemoteTarget('live', readLiveAddress(environment), remoteOptions);
  const address = readUrlAddress(target, environment);
  return prepareRemoteTarget(address.baseUrl, address, remoteOptions);
}

/** The embedded mock on a free port: everything may be asked of it. */
async function prepareMockTarget(): Promise<PreparedTarget> {
  const mock = await startMock();
  return {
    target: {
      name: 'mock',
      kind: 'mock',
      baseUrl: mock.url,
      account: { sdkAppId: mock.sdkAppId, identifier: mock.identifier, secretKey: mock.secretKey },
      apps: 'fresh',
      capabilities: [
        { name: 'secret-key', available: true },
        { name: 'mutate-callback', available: true },
        { name: 'exhaust-rate-limit', available: true },
        { name: 'call-id', available: true },
      ],
    },
    release: () => mock.close(),
  };
}

/** What is used of a target that is ready. */
interface Use {
  /** Where every exchange is written, if it is to be. */
  readonly har?: HarTarget | undefined;
  /** When it is aborted nothing more is sent. */
  readonly signal: AbortSignal;
  /** Clocks, waits and the network; for tests. Default those of this machine. */
  readonly parts?: Partial<SessionParts>;
}

/** So many items that do not disturb each other are under way at the same time. */
const atOnce = 16;

/**
 * Gives each item a context of the target. Where each has an app of its own, they run side by side. On somebody's target,
 * those that change the callback configuration run one after the other, beside those that only read. What uses up a rate
 * runs alone, at the end.
 *
 * Releasing it fails when the HAR file was not written to its end.
 */
export function recordTarget(
  { target, release }: PreparedTarget,
  { har, signal, parts = {} }: Use,
): OpenTarget<CheckContext> {
  let unwritten: Error | undefined;
  const file =
    har &&
    openHar(har, target.account, (error) => {
      unwritten = error;
    });
  const plainFetch: Fetch = parts.fetch ?? ((url, init) => fetch(url, init));
  const recorded = file ? recordHar(plainFetch, file, Date.now) : plainFetch;
  const openSession = createSessions(target, {
    now: Date.now,
    clock: () => performance.now(),
    random: Math.random,
    wait: (milliseconds) => sleep(milliseconds, undefined, { signal }),
    ...parts,
    fetch: async (url, init) => {
      signal.throwIfAborted();
      return recorded(url, init);
    },
  });
  const { name, kind, baseUrl, capabilities, apps } = target;
  return {
    summary: { name, kind, baseUrl },
    capabilities,
    schedule(items) {
      const findAll = (need: Capability) => items.filter((item) => item.needs?.includes(need));
      const exhausting = findAll('exhaust-rate-limit');
      const others = items.filter((item) => !exhausting.includes(item));
      // Answers that wait for those of other items could not be told from requests that were held back.
      const last = [{ items: exhausting, atOnce: 1 }];
      if (apps === 'fresh') return [[{ items: others, atOnce }], last];
      const changing = findAll('mutate-callback').filter((item) => others.includes(item));
      const reading = others.filter((item) => !changing.includes(item));
      return [
        [
          { items: changing, atOnce: 1 },
          { items: reading, atOnce },
        ],
        last,
      ];
    },
    open: async (item) => createContext(await openSession(item)),
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
