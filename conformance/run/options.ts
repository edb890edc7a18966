import { inspect } from 'node:util';
import { findUnknownName, isObject } from '@trtc-call/reporting/values';
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

/** What a value of an option is tried by, in code and in words; and whether the option may be left out. */
type OptionCheck = readonly [
  isGood: (value: unknown) => boolean,
  what: string,
  isRequired?: 'required' | undefined,
];

/** The checks of all options of a function. */
export type OptionChecks<Options> = { readonly [Name in keyof Options & string]-?: OptionCheck };

const isString = (value: unknown): boolean => typeof value === 'string';
const isText = (value: unknown): boolean => isString(value) && value !== '';

export const aFlag: OptionCheck = [(value) => typeof value === 'boolean', 'true or false'];
export const aText: OptionCheck = [isText, 'a text that is not empty'];
export const aNumber: OptionCheck = [(value) => typeof value === 'number' && value >= 0, 'a number from 0'];
export const aFunction: OptionCheck = [(value) => typeof value === 'function', 'a function'];
const anObject: OptionCheck = [isObject, 'an object'];
const texts: OptionCheck = [(value) => Array.isArray(value) && value.every(isText), 'a list of texts'];

export function anInteger(low: number, high: number, isRequired?: 'required'): OptionCheck {
  const isGood = (value: unknown) => Number.isInteger(value) && Number(value) >= low && Number(value) <= high;
  return [isGood, `an integer from ${low} to ${high}`, isRequired];
}

/**
 * Refuses an option that is misspelt or has a wrong value: it would silently change what is checked, or what may be
 * done to a target.
 *
 * @throws CannotRunError naming the option, and the one that was most likely meant
 */
export function checkOptions<Options extends object>(
  options: Options,
  checks: OptionChecks<Options>,
  path = '',
): void {
  if (!isObject(options)) throw new CannotRunError('bad-option', 'the options must be an object');
  const unknown = findUnknownName(options, Object.keys(checks));
  if (unknown)
    throw new CannotRunError('unknown-option', `unknown option "${path}${unknown.name}": ${unknown.remedy}`);
  for (const [name, [isGood, what, isRequired]] of Object.entries<OptionCheck>(checks)) {
    const { [name]: value } = options;
    if ((value === undefined && !isRequired) || isGood(value)) continue;
    const got = inspect(value, { depth: -1, maxStringLength: 40 });
    throw new CannotRunError('bad-option', `${path}${name} must be ${what} (got ${got})`);
  }
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
  /**
   * Called where the target could not be put back as it was, with what is to be done by hand. The report says it without
   * the paths of addresses, which may hold the secret of a receiver.
   */
  readonly onNotRestored?: ((message: string) => void) | undefined;
  /** The clock, in milliseconds. Default `Date.now`. */
  readonly now?: (() => number) | undefined;
}

export const commonRunChecks: OptionChecks<CommonRunOptions> = {
  levels: texts,
  only: texts,
  strict: aFlag,
  divergencesFile: aText,
  signal: [(value) => value instanceof AbortSignal, 'an AbortSignal'],
  onResult: aFunction,
  onNotRestored: aFunction,
  now: aFunction,
};

/** @throws CannotRunError when a level is unknown: nothing would be checked by it */
export function refuseUnknownLevels(levels: readonly string[] = []): void {
  const known = levelOrder.filter((level) => level !== 'OBSERVE');
  const unknown = levels.find((level) => !known.some((name) => name === level));
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

/** Which generations a run is about. */
export const aGeneration: OptionCheck = [
  (value) => ['v1', 'v4', 'both'].some((name) => name === value),
  'v1, v4 or both',
];

const runChecks: OptionChecks<RunOptions> = {
  ...commonRunChecks,
  target: [isString, 'mock, live or a URL', 'required'],
  generation: aGeneration,
  allowCalls: anObject,
  environment: anObject,
  allowMutations: aFlag,
  exhaustRateLimit: aFlag,
  ledgerFile: aText,
  updateLedger: aFlag,
  har: anObject,
};
const harChecks: OptionChecks<HarTarget> = {
  path: [isText, 'the path of a file', 'required'],
  redactIdentifier: aFlag,
};
const account: OptionCheck = [isString, 'the id of an account', 'required'];
const callChecks: OptionChecks<CallUsers> = { caller: account, callee: account };

/** @throws CannotRunError when an option has a name that is not known, or a value that cannot be */
export function checkRunOptions(options: RunOptions): void {
  checkOptions(options, runChecks);
  const { har, allowCalls } = options;
  if (har) checkOptions(har, harChecks, 'har.');
  if (!allowCalls) return;
  checkOptions(allowCalls, callChecks, 'allowCalls.');
  const { caller, callee } = allowCalls;
  if (!caller || !callee || caller === callee)
    throw new CannotRunError(
      'bad-option',
      'allowCalls must be two different accounts: a caller and a callee',
    );
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
