import { isTrtcCallError } from '@trtc-call/client';
import type { CapabilityState } from '../../report/run-report.ts';
import type { Account } from '../../requirements/check/account.ts';
import { type CallUsers, type CheckContext, createContext } from '../../requirements/check/context.ts';
import { CannotRunError } from '../../run/options.ts';
import type { Transport } from '../recorder.ts';
import { openSender } from '../sender.ts';
import { type ApiTarget, describeCapability, orAborted, type Place, type PreparedTarget } from '../target.ts';
import { callOperations, type Guard, guardCallback, guardCalls } from './guards.ts';
import { type Preflight, preflight } from './preflight.ts';

/** A generation that was asked for, and where, or why that is unknown. */
export type Wish = Omit<Place, 'baseUrl'> & { readonly baseUrl: string | { readonly missing: string } };

export interface RemoteOptions {
  /** Whether a generation that is not there ends the run; otherwise those that are there are asked. */
  readonly areNamed: boolean;
  readonly allowMutations: boolean;
  readonly exhaustRateLimit: boolean;
  /** Between whom calls may be placed; without it none are placed or ended. */
  readonly allowCalls: CallUsers | undefined;
  /** Milliseconds. */
  readonly now: () => number;
  readonly wait: (milliseconds: number) => Promise<void>;
  /** Ends the questions before the run: nothing has been changed then. */
  readonly signal: AbortSignal;
  /** How requests are sent during the run; for tests. Default: by a sender. */
  readonly transport?: Transport;
}

/**
 * Makes ready a target that is not ours: the vendor's host, or whatever answers at a URL.
 *
 * @throws CannotRunError when there is no answer, or the credentials are refused
 */
export async function prepareRemoteTarget(
  name: string,
  account: Account,
  wishes: readonly Wish[],
  options: RemoteOptions,
): Promise<PreparedTarget> {
  const { allowMutations, exhaustRateLimit, allowCalls, now, wait, signal } = options;
  const sender = openSender({ usesProxy: true });
  const { transport = sender.toTransport() } = options;
  const { found, notes, unchecked } = await findGenerations(account, wishes, options);
  const open = ({ generation, baseUrl }: Place): CheckContext =>
    createContext({
      generation,
      baseUrl,
      account,
      now,
      wait,
      transport: sender.toTransport(5000),
      random: Math.random,
    });
  const capabilities: CapabilityState[] = [
    describeCapability(
      'secret-key',
      account.secretKey ? undefined : 'the secret key is not known: set TRTC_CALL_SECRET_KEY',
    ),
    describeCapability(
      'exhaust-rate-limit',
      exhaustRateLimit ? undefined : 'other calls of the app would be refused: pass --exhaust-rate-limit',
    ),
    describeCapability(
      'place-calls',
      allowCalls
        ? undefined
        : 'no calls are placed or ended: pass --allow-calls CALLER,CALLEE with two accounts of yours',
    ),
    describeCapability(
      'ring-long',
      'the call would ring for ten minutes if its answer were lost: only the built-in mock is asked',
    ),
  ];
  const guards: Guard[] = [];
  const callGuards: Guard[] = [];
  for (const { place, callId } of found) {
    const guard = allowMutations
      ? await orAborted(guardCallback(open(place)), signal)
      : 'the callback configuration may not be changed: pass --allow-mutations';
    const { generation } = place.generation.contract;
    const missing = typeof guard === 'string' ? guard : undefined;
    capabilities.push(describeCapability('mutate-callback', missing, generation), callId);
    if (typeof guard !== 'string') guards.push(guard);
    if (allowCalls && callOperations.start in place.generation.contract.operations) {
      const { callee } = allowCalls;
      callGuards.push(guardCalls(place.generation, { open: () => open(place), callee, now }));
    }
  }
  signal.throwIfAborted();
  let released: Promise<void> | undefined;
  const target: ApiTarget = {
    name,
    kind: found.every(({ place }) => isVendorHost(place)) ? 'live' : 'url',
    places: found.map(({ place }) => place),
    account,
    callUsers: allowCalls,
    apps: 'fixed',
    capabilities,
    notes,
    unchecked,
  };
  return {
    target,
    transport: [...callGuards, ...guards].reduce((inner, guard) => guard.watch(inner), transport),
    // What cannot be ended now is tried again, and reported, at the end of the run.
    endCalls: async () => void (await Promise.allSettled(callGuards.map((guard) => guard.restore()))),
    release: async () => {
      released ??= restoreAll([...callGuards, ...guards]).finally(sender.close);
      await released;
    },
  };
}

/** One thing that cannot be put back must not keep the others from it. */
async function restoreAll(guards: readonly Guard[]): Promise<void> {
  const results = await Promise.allSettled(guards.map((guard) => guard.restore()));
  const failed = results.find((result) => result.status === 'rejected');
  if (failed) throw failed.reason;
}

interface Found {
  readonly place: Place;
  readonly callId: CapabilityState;
}

/** Asks one harmless question of each generation, and keeps those that the account has. */
async function findGenerations(
  account: Account,
  wishes: readonly Wish[],
  options: RemoteOptions,
): Promise<{ found: readonly Found[] } & Pick<ApiTarget, 'notes' | 'unchecked'>> {
  const asked = await Promise.all(
    wishes.map(async (wish): Promise<Asked> => {
      const { generation: name } = wish.generation.contract;
      const result = await askGeneration(wish, account, options);
      return result instanceof CannotRunError
        ? { name, failure: result, reason: result.message }
        : { name, answer: result, reason: `the target does not answer as ${name} does` };
    }),
  );
  const answering = asked.flatMap(({ answer }) => answer ?? []);
  const there = answering.filter(({ isThere }) => isThere);
  // A refusal of the account in the words of one generation comes from that one; it does not break another's contract.
  const isKnown = there.length > 0 || asked.some(({ failure }) => failure?.code === 'refused-credentials');
  const found = options.areNamed || !isKnown ? answering : there;
  if (options.areNamed || found.length === 0) requireNoFailure(asked, options.areNamed);
  const remedy = `pass --generation ${found.map(({ place }) => place.generation.contract.generation).join()} to check that alone`;
  const left = asked.filter(({ answer }) => !answer || !found.includes(answer));
  const describe = ({ name, reason }: Asked) => `${name} was not checked: ${reason}`;
  return {
    found,
    notes: left.filter(isPackageMissing).map(describe),
    unchecked: left.filter((one) => !isPackageMissing(one)).map((one) => `${describe(one)}; ${remedy}`),
  };
}

/** What became of the question to a generation, and why it is left out, if it is. */
interface Asked {
  readonly name: string;
  readonly answer?: Preflight & Found;
  readonly failure?: CannotRunError;
  readonly reason: string;
}

/** Ends the run by the first failure. The app may have any of the generations, so the error has the reason of each. */
function requireNoFailure(asked: readonly Asked[], areNamed: boolean): void {
  const { failure } = asked.find((one) => one.failure) ?? {};
  if (!failure) return;
  if (areNamed || asked.every(({ reason }) => reason === failure.message)) throw failure;
  const all = asked.map(({ name, reason }) => `${name}: ${reason}`).join('; ');
  throw new CannotRunError(failure.code, all, { cause: failure });
}

/** What a generation answered, or why it cannot be asked. */
async function askGeneration(
  { generation, baseUrl }: Wish,
  account: Account,
  { now, signal }: RemoteOptions,
): Promise<(Preflight & Found) | CannotRunError> {
  if (typeof baseUrl !== 'string') return new CannotRunError('missing-variable', baseUrl.missing);
  const place = { generation, baseUrl };
  try {
    return { ...(await preflight(place, account, now(), { signal })), place };
  } catch (error) {
    if (error instanceof CannotRunError) return error;
    throw error;
  }
}

function isPackageMissing({ failure }: Asked): boolean {
  const cause = failure?.cause;
  return isTrtcCallError(cause) && cause.kind === 'refused' && cause.reason === 'PackageMissing';
}

/**
 * Whether a base URL is one of the vendor's own. Only what was asked there counts as verified live: with
 * `TRTC_CALL_BASE_URL` anything can stand in for the live endpoint, a mock too.
 */
export function isVendorHost({ generation, baseUrl }: Place): boolean {
  return Object.values(generation.contract.servers).some((server) => server === baseUrl);
}
