import { toCall } from '@trtc-call/client';
import { writeWhole } from '@trtc-call/reporting';
import { isObject } from '@trtc-call/reporting/values';
import { CommandError } from '../../../command-error.ts';
import type { Account } from '../../../credentials/read-credentials.ts';
import { localTime } from '../../../io/format.ts';
import type { AnyRecord, Filter, Generation, Service, Services } from '../../../service.ts';
import { type FilterFlags, findOldestKept } from '../filter.ts';
import { readIfThere } from './files.ts';
import type { ExportFormat } from './render-records.ts';

interface PlanFlags extends FilterFlags {
  readonly format: ExportFormat;
  readonly formulaGuard: boolean;
}

/** It holds the ids of the calls of two seconds. */
const mostBytes = 16 * 1024 * 1024;

export type ExportGeneration = Generation | 'both';

/** What an export was asked to do, by the names that people know: what goes on with it must be the same. */
export type ExportPlan = Readonly<Record<string, string | number | boolean | undefined>>;

const version = 3;

/** How far an export has come. What it says is true of the first `bytes` of the part file. */
export interface ExportState {
  readonly version: typeof version;
  readonly plan: ExportPlan;
  /** The filter of the first run: `24h` means another day in each. */
  readonly filter: Filter;
  /** How far each generation has been read. */
  readonly progress: Readonly<Partial<Record<Generation, Progress>>>;
  readonly bytes: number;
  readonly records: number;
  readonly guarded: number;
  /** Whether all is written, and only the name is to be given. */
  readonly whole: boolean;
}

/** How far the records of one generation have been read. */
export interface Progress {
  /** All records up to this moment are written, where there are any; the start of the filter at first. */
  readonly completedUpTo: number;
  /** Written records that a reading from `completedUpTo` may give again: the last moment of each by its id. */
  readonly recent: Readonly<Record<string, number>>;
}

export function newState(plan: ExportPlan, filter: Filter): ExportState {
  return { version, plan, filter, progress: {}, bytes: 0, records: 0, guarded: 0, whole: false };
}

export function readProgress({ progress, filter }: ExportState, generation: Generation): Progress {
  return progress[generation] ?? { completedUpTo: filter.start, recent: {} };
}

export function createPlan(
  generation: ExportGeneration,
  { sdkAppId, baseUrl }: Pick<Account, 'sdkAppId' | 'baseUrl'>,
  flags: PlanFlags,
): ExportPlan {
  return {
    '--generation': generation,
    SDKAppID: sdkAppId,
    '--region or base URL': baseUrl,
    '--format': flags.format,
    'choice of --no-formula-guard': flags.formulaGuard,
    '--from': flags.from,
    '--to': flags.to,
    '--before': flags.before,
    '--result': flags.result,
    '--type': flags.type,
  };
}

/** Reads the state of an interrupted export, which must be that of the same one; `undefined` when there is none. */
export async function readState(path: string, plan: ExportPlan): Promise<ExportState | undefined> {
  const text = await readIfThere(path, mostBytes);
  if (text === undefined) return undefined;
  const state = parse(text);
  if (!state) {
    throw new CommandError(
      `${path} is not an export state of this version of trtc-call: keep a copy of the .part file if you need it, and begin again with --restart`,
    );
  }
  const difference = Object.keys(plan).find((name) => state.plan[name] !== plan[name]);
  if (difference === undefined) return state;
  throw new CommandError(
    `${path} belongs to an export with another ${difference}: give the same as then, or begin again with --restart`,
  );
}

/** Replaces the state: a crash leaves the former one or this one. */
export async function writeState(path: string, state: ExportState): Promise<void> {
  await writeWhole(path, `${JSON.stringify(state)}\n`, { mode: 0o600, temporary: `${path}.next` });
}

function parse(text: string): ExportState | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isState(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

// It is written by this program alone, and whole or not at all; only another version of it is to be told apart.
function isState(value: unknown): value is ExportState {
  if (!isObject(value)) return false;
  const { plan, filter, bytes, progress } = value;
  const isWhole = isObject(plan) && isObject(filter) && isObject(progress) && Number.isSafeInteger(bytes);
  return value.version === version && isWhole;
}

/** What left the service since an export was interrupted cannot be had any more, and is not to be missing without a word. */
export function refuseIfTooLate(state: ExportState, services: Services, now: number): void {
  // A first run that asks for more than is kept gets what there is; so does one that stopped before any record.
  if (state.whole || Object.keys(state.progress).length === 0) return;
  const reachedBy = ({ generation }: Service) => readProgress(state, generation).completedUpTo;
  const [late] = services
    .filter((service) => reachedBy(service) < findOldestKept([service], now))
    .toSorted((one, other) => reachedBy(one) - reachedBy(other));
  if (!late) return;
  const { value, unit } = late.dataWindow;
  throw new CommandError(
    `interrupted too long ago: calls after ${localTime(reachedBy(late))} may have left the service (${value} ${unit}); keep the .part file if you need it, and begin again with --restart`,
  );
}

// A reading that begins at a moment may give again what was within about a second of it.
const overlapSeconds = 2;

/** Tells which records of a reading that goes on from a state are not written yet. */
export function notWritten(
  { completedUpTo, recent }: Progress,
  { start }: Filter,
): (record: AnyRecord) => boolean {
  const isResumed = completedUpTo > start;
  return (record) => {
    const { callId, last } = readMoments(record);
    if (Object.hasOwn(recent, callId)) return false;
    // A service that does not heed times gives everything again; what was over long before was written.
    return !isResumed || last >= completedUpTo - overlapSeconds;
  };
}

/** The progress when these records, and with them all up to a moment, are written. */
export function advance(
  { recent }: Progress,
  written: readonly AnyRecord[],
  completedUpTo: number,
): Progress {
  const all = [
    ...Object.entries(recent),
    ...written.map(readMoments).map(({ callId, last }) => [callId, last] as const),
  ];
  return {
    completedUpTo,
    recent: Object.fromEntries(all.filter(([, last]) => last >= completedUpTo - overlapSeconds)),
  };
}

function readMoments(record: AnyRecord): { callId: string; last: number } {
  const { callId, startTime, acceptTime, endTime } = toCall(record);
  return { callId, last: Math.max(startTime, acceptTime ?? 0, endTime ?? 0) };
}
