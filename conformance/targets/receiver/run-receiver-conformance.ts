import { AssertionError } from 'node:assert';
import { guardHook } from '@trtc-call/client/hooks';
import { contractVersion } from '@trtc-call/spec/v1';
import { shownAddress } from '@trtc-call/webhooks/send';
import manifest from '../../package.json' with { type: 'json' };
import { countVerdicts } from '../../report/count-verdicts.ts';
import type { CapabilityState, Failure, Result, RunReport, Verdict } from '../../report/run-report.ts';
import { NoAnswerError } from '../../requirements/no-answer-error.ts';
import { areaOf } from '../../requirements/requirement.ts';
import { receiverRequirements } from '../../requirements/v1/receiver/index.ts';
import { CannotRunError } from '../../run/cannot-run-error.ts';
import {
  type CommonRunOptions,
  commonRunOptionNames,
  refuseUnknownLevels,
} from '../../run/common-run-options.ts';
import { type Divergences, readDivergences, settle } from '../../run/divergences.ts';
import { isChosen, refuseUnknown } from '../../run/plan.ts';
import { type OptionNames, refuseUnknownOptions } from '../../run/refuse-unknown-options.ts';
import { reachReceiver } from './reach-receiver.ts';
import { createReceiverContext } from './receiver-context.ts';
import type { ReceiverRequirement } from './receiver-requirement.ts';
import type { ReceiverTarget } from './receiver-target.ts';

/** What is checked of which receiver. */
export interface ReceiverRunOptions extends CommonRunOptions {
  /** Where it takes webhooks. Its path and query may hold a secret: no report shows them. */
  readonly receiver: string | URL;
  /** The app whose webhooks it takes. */
  readonly sdkAppId: number;
  /**
   * An address that answers `GET ...?callId=ID` with a JSON number: how many webhooks of that call have been handled.
   * Without it nobody can see from outside what was handled, and what asks for it is skipped.
   */
  readonly effects?: string | URL | undefined;
  /** A user for whose webhooks the handler fails when a call has its first. Without it what asks for it is skipped. */
  readonly failingUser?: string | undefined;
  /** Milliseconds in which it has to answer. Default 2000; the vendor's limit is unknown (V1-U-23). */
  readonly answerWithinMilliseconds?: number | undefined;
}

const optionNames: OptionNames<ReceiverRunOptions> = {
  ...commonRunOptionNames,
  receiver: true,
  sdkAppId: true,
  effects: true,
  failingUser: true,
  answerWithinMilliseconds: true,
};

/**
 * Checks a receiver of webhooks, as the vendor would call it.
 *
 * @throws CannotRunError when nothing can be checked: an unknown option, a wrong address, nobody who listens there, effects that cannot be
 *   read, unknown ids, an interruption. Its message is one line that names the remedy.
 */
export async function runReceiverConformance(options: ReceiverRunOptions): Promise<RunReport> {
  refuseUnknownOptions(options, optionNames);
  refuseUnknownLevels(options.levels);
  const { now = Date.now, signal } = options;
  const started = now();
  const startedAt = new Date(started).toISOString();
  const target = targetOf(options);
  const chosen = select(options);
  const ids = receiverRequirements.map(({ id }) => id);
  const divergences = options.divergencesFile
    ? await readDivergences(options.divergencesFile, ids)
    : new Map();
  const refusal = await reachReceiver(target);
  const capabilities = capabilitiesOf(target);
  const results: Result[] = [];
  const report = options.onResult && guardHook('onResult', options.onResult);
  for (const requirement of chosen) {
    if (signal?.aborted) break;
    const judged =
      reasonToSkip(requirement, capabilities) ??
      reasonToBlock(requirement, refusal) ??
      (await judge(requirement, target, signal));
    if (signal?.aborted) break;
    const result = resultOf(requirement, judged, divergences, startedAt.slice(0, 10));
    results.push(result);
    // A copy: what becomes of it is not in the report.
    report?.(structuredClone(result));
  }
  if (signal?.aborted) throw new CannotRunError('interrupted', 'The run was interrupted');
  return {
    schema: 'https://trtc-call.dev/conformance-report/1',
    generation: 'v1',
    contractVersion,
    suiteVersion: manifest.version,
    target: { name: 'a receiver', kind: 'receiver', baseUrl: shownAddress(target.url), capabilities },
    startedAt,
    durationMilliseconds: now() - started,
    counts: countVerdicts(results),
    lastLiveRun: null,
    mustTotal: receiverRequirements.filter(({ level }) => level === 'MUST').length,
    strict: options.strict ?? false,
    results,
  };
}

function targetOf(options: ReceiverRunOptions): ReceiverTarget {
  const { sdkAppId, failingUser, answerWithinMilliseconds: answerWithin = 2000 } = options;
  return {
    url: addressOf('the receiver', options.receiver),
    sdkAppId,
    effects: options.effects === undefined ? undefined : addressOf('the effects', options.effects),
    failingUser,
    answerWithin,
    endWithin: 30_000,
  };
}

function addressOf(what: string, text: string | URL): URL {
  const url = URL.parse(text);
  if (url && /^https?:$/.test(url.protocol)) return url;
  const remedy = 'give a URL such as http://127.0.0.1:3000/hooks';
  throw new CannotRunError('unknown-target', `The address of ${what} is no URL of http or https: ${remedy}`);
}

function select({ levels, only }: ReceiverRunOptions): readonly ReceiverRequirement[] {
  refuseUnknown(only, receiverRequirements, 'see them all with --receiver and --list');
  return receiverRequirements.filter(
    ({ id, level }) => isChosen(id, only) && (!levels || levels.includes(level)),
  );
}

function capabilitiesOf({ effects, failingUser }: ReceiverTarget): CapabilityState[] {
  const unseen = 'what was handled cannot be seen from outside: give an address that tells, by --effects';
  const unfailing = 'a handler that fails is needed: give a user for whom it does, by --failing-user';
  return [
    effects ? { name: 'effects', available: true } : { name: 'effects', available: false, reason: unseen },
    failingUser === undefined
      ? { name: 'failing-user', available: false, reason: unfailing }
      : { name: 'failing-user', available: true },
  ];
}

/** The requirement that a webhook is acknowledged. */
const acknowledging = 'V1-RCA-001';

interface Judged {
  readonly verdict: Verdict;
  readonly reason?: string;
  readonly blockedBy?: string;
  readonly failure?: Failure;
  readonly durationMilliseconds: number;
}

function reasonToSkip(
  { needs = [] }: ReceiverRequirement,
  states: readonly CapabilityState[],
): Judged | undefined {
  const missing = states.find(({ name, available }) => needs.includes(name) && !available);
  return missing?.reason === undefined
    ? undefined
    : { verdict: 'skipped', reason: missing.reason, durationMilliseconds: 0 };
}

/**
 * What acknowledges nothing would keep all that says what must not be acknowledged, and break the rest by one cause. How
 * it answers is for the requirements of its answers to tell.
 */
function reasonToBlock({ id }: ReceiverRequirement, refusal: string | undefined): Judged | undefined {
  if (refusal === undefined || areaOf(id) === 'RCA') return undefined;
  const message = `expected a plain webhook to be acknowledged, got ${refusal}`;
  return {
    verdict: 'blocked',
    reason: `blocked by ${acknowledging}: ${message}`,
    blockedBy: acknowledging,
    failure: { message, exchanges: [] },
    durationMilliseconds: 0,
  };
}

/** Runs one check. It never throws; when the signal is aborted its outcome says nothing. */
async function judge(
  requirement: ReceiverRequirement,
  target: ReceiverTarget,
  signal: AbortSignal | undefined,
): Promise<Judged> {
  const context = createReceiverContext(target);
  // Who stops the run does not wait for what is under way.
  signal?.addEventListener('abort', context.close);
  const started = performance.now();
  const took = () => Math.round((performance.now() - started) * 10) / 10;
  try {
    await requirement.check(context);
    return { verdict: 'pass', durationMilliseconds: took() };
  } catch (error) {
    const isItsFault = error instanceof AssertionError || error instanceof NoAnswerError;
    const message = error instanceof Error ? error.message : String(error);
    const failure = { message, exchanges: [...context.exchanges] };
    return isItsFault
      ? { verdict: 'fail', failure, durationMilliseconds: took() }
      : { verdict: 'error', reason: message, failure, durationMilliseconds: took() };
  } finally {
    signal?.removeEventListener('abort', context.close);
    context.close();
  }
}

function resultOf(
  requirement: ReceiverRequirement,
  judged: Judged,
  divergences: Divergences,
  day: string,
): Result {
  const { id, level, sentence, source } = requirement;
  return {
    id,
    area: areaOf(id),
    level,
    sentence,
    source: [...source],
    operations: [],
    ...judged,
    ...settle(judged.verdict, divergences.get(id), day),
    verified: { documents: source.length > 0, mock: null, live: null },
  };
}
