import { findUnknownName } from '@trtc-call/reporting/values';
import { levelOrder } from '../report/labels.ts';
import type { Level, Result } from '../report/run-report.ts';
import type { CallUsers } from '../requirements/check/context.ts';
import { readGeneration, type Suite } from '../requirements/requirement.ts';

/** The suite could not begin: nothing is known about the target. The message is one line and names the remedy. */
export class CannotRunError extends Error {
  override readonly name = 'CannotRunError';
  /** Stable, for programs. */
  readonly code: CannotRunCode;

  constructor(code: CannotRunCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

/** Why a run could not begin. */
export type CannotRunCode =
  | 'unknown-target'
  | 'missing-variable'
  | 'bad-variable'
  | 'unreachable'
  | 'refused-credentials'
  | 'unknown-requirement'
  | 'unknown-option'
  | 'bad-option'
  | 'bad-divergences'
  | 'bad-ledger'
  | 'bad-har'
  | 'interrupted';

/** The names of the options of a function; the compiler sees to it that each is there. */
export type OptionNames<Options> = Readonly<Record<keyof Options & string, true>>;

/**
 * A misspelt option would silently change what is checked.
 *
 * @throws CannotRunError naming the option, and the one that was most likely meant
 */
export function refuseUnknownOptions<Options extends object>(
  options: Options,
  names: OptionNames<Options>,
  path = '',
): void {
  const unknown = findUnknownName(options, Object.keys(names));
  if (!unknown) return;
  throw new CannotRunError('unknown-option', `unknown option "${path}${unknown.name}": ${unknown.remedy}`);
}

/** The options of every run, whatever it checks. */
export interface CommonRunOptions {
  /** Only these levels, and no observations. Default all. */
  readonly levels?: readonly Level[] | undefined;
  /** Only these ids, of requirements or observations, or whole areas such as `V1-FLT`. Default all. */
  readonly only?: readonly string[] | undefined;
  /** Whether a SHOULD that fails makes the run fail. Default false. */
  readonly strict?: boolean | undefined;
  /** Path of a file of accepted failures: `[{ id, reason, author, expires }]`. Default none. */
  readonly divergencesFile?: string | undefined;
  /** Ends the run early: a target is left as it was found, then the run rejects with a CannotRunError. */
  readonly signal?: AbortSignal | undefined;
  /** Called for each result as it comes. It gets a copy, and a failure of it changes nothing. */
  readonly onResult?: ((result: Result) => void) | undefined;
  /** The clock, in milliseconds. Default `Date.now`. */
  readonly now?: (() => number) | undefined;
}

export const commonRunOptionNames = {
  levels: true,
  only: true,
  strict: true,
  divergencesFile: true,
  signal: true,
  onResult: true,
  now: true,
} as const satisfies OptionNames<CommonRunOptions>;

/** @throws CannotRunError when a level is unknown: nothing would be checked by it */
export function refuseUnknownLevels(levels: readonly string[] = []): void {
  const known = levelOrder.filter((level) => level !== 'OBSERVE');
  const unknown = levels.find((level) => !known.some((one) => one === level));
  if (unknown === undefined) return;
  throw new CannotRunError(
    'unknown-option',
    `unknown level "${unknown}": known levels are ${known.join(', ')}`,
  );
}

/** Environment variables by name; empty ones count as not set. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** Where the exchanges of a run are written, and what is taken out of them beside credentials. */
export interface HarTarget {
  /** A file that is not there yet. */
  readonly path: string;
  /** Whether the account that calls is taken out. Default false. */
  readonly redactIdentifier?: boolean | undefined;
}

/** What a run checks, against what, and what it may do there. */
export interface RunOptions extends CommonRunOptions {
  /** `mock`: a mock that the run starts; `live`: the vendor; or the base URL of anything that answers like it. */
  readonly target: 'mock' | 'live' | (string & {});
  /**
   * Which generations of the API are checked. Default: those of the ids in `only`; else those that the account of the
   * target has, which is found by one harmless request each. The mock has both.
   */
  readonly generation?: 'v1' | 'v4' | 'both' | undefined;
  /**
   * Where `TRTC_CALL_SDK_APP_ID`, `TRTC_CALL_SECRET_KEY` or `TRTC_CALL_USER_SIG`, `TRTC_CALL_IDENTIFIER` and, for
   * `live`, `TRTC_CALL_BASE_URL` and `TRTC_CALL_REGION` are read; usually `process.env`. A URL without credentials is asked with those of the
   * mock. Default: nothing is set.
   */
  readonly environment?: Environment | undefined;
  /** Whether the callback configuration may be changed for the run; it is put back. The mock always allows it. */
  readonly allowMutations?: boolean | undefined;
  /** Whether rates may be used up on purpose. Default false; the mock always allows it. */
  readonly exhaustRateLimit?: boolean | undefined;
  /**
   * Two accounts of the app between whom calls may be placed, for ten seconds each: the callee's phone rings. Without
   * it no call is placed or ended, but on the mock.
   */
  readonly allowCalls?: CallUsers | undefined;
  /** Path of the ledger. Default: the one that comes with this package. */
  readonly ledgerFile?: string | undefined;
  /** Whether the run is entered in the ledger. Default false. */
  readonly updateLedger?: boolean | undefined;
  /** Writes every exchange of the run to a HAR 1.2 file, without credentials. Default: none. */
  readonly har?: HarTarget | undefined;
}

const names: OptionNames<RunOptions> = {
  ...commonRunOptionNames,
  target: true,
  generation: true,
  allowCalls: true,
  environment: true,
  allowMutations: true,
  exhaustRateLimit: true,
  ledgerFile: true,
  updateLedger: true,
  har: true,
};
const harNames: OptionNames<HarTarget> = { path: true, redactIdentifier: true };

const callNames: OptionNames<CallUsers> = { caller: true, callee: true };
const generations: readonly unknown[] = ['v1', 'v4', 'both', undefined];

/** @throws CannotRunError when an option has a name that is not known, or a value that cannot be */
export function refuseUnknownRunOptions(options: RunOptions): void {
  refuseUnknownOptions(options, names);
  const { har, allowCalls } = options;
  if (har) refuseUnknownOptions(har, harNames, 'har.');
  refuseUnknownGeneration(options);
  if (!allowCalls) return;
  refuseUnknownOptions(allowCalls, callNames, 'allowCalls.');
  const { caller, callee } = allowCalls;
  if (!caller || !callee || caller === callee)
    throw new CannotRunError(
      'bad-option',
      'allowCalls must be two different accounts: a caller and a callee',
    );
}

/** @throws CannotRunError for a generation that there is not */
export function refuseUnknownGeneration({ generation }: Pick<RunOptions, 'generation'>): void {
  if (generations.includes(generation)) return;
  throw new CannotRunError('bad-option', `generation must be v1, v4 or both (got ${generation})`);
}

/** The generations that were named, by the option or by the ids of `only`; undefined where none was. */
export function nameGenerations(
  { generation, only }: Pick<RunOptions, 'generation' | 'only'>,
  suites: readonly Pick<Suite<never>, 'generation'>[],
): readonly string[] | undefined {
  if (generation !== undefined && generation !== 'both') return [generation];
  if (generation === 'both') return suites.map((suite) => suite.generation);
  const known = only?.map(readGeneration) ?? [];
  return known.length > 0 ? known : undefined;
}
