import { stat } from 'node:fs/promises';
import { writeWhole } from '@trtc-call/rendering';
import { contractVersion } from '@trtc-call/spec/v1';
import { CommandError } from '../command-error.ts';
import type { ExportFormat } from '../commands/records.ts';
import type { FilterFlags, FixedFilter } from '../record-filter.ts';
import { readIfThere } from './files.ts';

/** It holds the ids of the calls of two seconds. */
const mostBytes = 16 * 1024 * 1024;

/** What an export was asked to do: what goes on with it must be the same. */
export interface ExportPlan {
  readonly contract: string;
  readonly sdkAppId: number;
  readonly baseUrl: string | undefined;
  readonly format: ExportFormat;
  readonly formulaGuard: boolean;
  readonly asked: FilterFlags;
}

/** How far an export has come. What it says is true of the first `bytes` of the part file. */
export interface ExportState {
  readonly version: 1;
  readonly plan: ExportPlan;
  /** The filter of the first run: `24h` means another day in each. */
  readonly filter: FixedFilter;
  /** All records up to this moment are written, where there are any; the start of the filter at first. */
  readonly completedUpTo: number;
  readonly bytes: number;
  readonly records: number;
  readonly guarded: number;
  /** Written records that a reading from `completedUpTo` may give again: the last moment of each by its id. */
  readonly recent: Readonly<Record<string, number>>;
  /** Whether all is written, and only the name is to be given. */
  readonly whole: boolean;
}

/** The state before the first record. */
export function newState(plan: ExportPlan, filter: FixedFilter): ExportState {
  const counts = { bytes: 0, records: 0, guarded: 0 };
  return {
    version: 1,
    plan,
    filter,
    completedUpTo: filter.startTimestamp,
    ...counts,
    recent: {},
    whole: false,
  };
}

/** What is asked now. */
export function planOf(parts: Omit<ExportPlan, 'contract'>): ExportPlan {
  const { from, to, before, result, type } = parts.asked;
  return { contract: contractVersion, ...parts, asked: { from, to, before, result, type } };
}

/**
 * Reads the state of an interrupted export; `undefined` when there is none.
 *
 * @throws CommandError when it cannot be read, or is that of another export
 */
export async function readState(path: string, plan: ExportPlan): Promise<ExportState | undefined> {
  if (((await stat(path).catch(() => undefined))?.size ?? 0) > mostBytes) {
    throw new CommandError(
      `${path} is longer than ${mostBytes} bytes, as no state of an export is: begin again with --restart`,
    );
  }
  const text = await readIfThere(path);
  if (text === undefined) return undefined;
  const state = parse(text);
  if (!state) throw new CommandError(`${path} is no state of an export: begin again with --restart`);
  const difference = differenceOf(state.plan, plan);
  if (difference === undefined) return state;
  throw new CommandError(
    `${path} belongs to an export with another ${difference}: give the same as then, or begin again with --restart`,
  );
}

/** Replaces the state: a crash leaves the former one or this one. */
export async function writeState(path: string, state: ExportState): Promise<void> {
  await writeWhole(path, `${JSON.stringify(state)}\n`, { mode: 0o600, temporary: `${path}.next` });
}

const optionOf: Readonly<Record<Exclude<keyof ExportPlan, 'asked'>, string>> = {
  contract: 'version of the contract',
  sdkAppId: 'SDKAppID',
  baseUrl: 'base URL',
  format: '--format',
  formulaGuard: 'choice of --no-formula-guard',
};

function differenceOf(one: ExportPlan, other: ExportPlan): string | undefined {
  const plain = Object.entries(optionOf).find(
    ([name]) => Reflect.get(one, name) !== Reflect.get(other, name),
  );
  if (plain) return plain[1];
  const names = ['from', 'to', 'before', 'result', 'type'] as const;
  const name = names.find((each) => one.asked[each] !== other.asked[each]);
  return name === undefined ? undefined : `--${name}`;
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
  if (typeof value !== 'object' || value === null) return false;
  const { version, plan, filter, bytes, recent } = value as Partial<Record<keyof ExportState, unknown>>;
  const isPlan =
    typeof plan === 'object' && plan !== null && 'asked' in plan && typeof plan.asked === 'object';
  return version === 1 && isPlan && isSet(filter) && isSet(recent) && Number.isSafeInteger(bytes);
}

function isSet(value: unknown): boolean {
  return typeof value === 'object' && value !== null;
}
