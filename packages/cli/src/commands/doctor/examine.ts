import { isTrtcCallError, type TrtcCallError } from '@trtc-call/client';
import type * as v1 from '@trtc-call/spec/v1';
import type * as v4 from '@trtc-call/spec/v4';
import { openGeneration } from '../../credentials/open-client.ts';
import type { Account } from '../../credentials/read-credentials.ts';
import { facts } from '../../facts.ts';
import { describeDuration } from '../../io/format.ts';
import { describeFailure, describeRemedy, isOfSignature } from '../../io/remedy-line.ts';
import type { Generation, Service } from '../../service.ts';
import { describeCredential } from './describe-credential.ts';

/** `note` is worth knowing and no fault; `unknown` could not be checked. */
type Status = 'ok' | 'note' | 'problem' | 'unknown';

type Check = 'answers' | 'administrator' | 'package' | 'clock' | 'calls' | 'callback';

export interface Finding {
  readonly check: Check;
  readonly generation: Generation;
  readonly status: Status;
  readonly message: string;
  readonly remedy?: string;
  /** Calls of the last 24 hours; by how many seconds the service's clock is ahead of that of the machine. */
  readonly value?: number;
}

export interface Diagnosis {
  readonly verdict: 'well' | 'problem' | 'unchecked';
  readonly findings: readonly Finding[];
}

type ErrorName = v1.ErrorName | v4.ErrorName;
const notAdministrator: ErrorName = 'NotAdministrator';
const packageMissing: ErrorName = 'PackageMissing';
/** What a data centre may answer for an app of another one (V4-U-01, V4-U-31). */
const elsewhere: readonly string[] = [
  'WrongDataCentre',
  'AppInvalid',
  'UserSigKeyMissing',
  'AppUnknown',
] satisfies ErrorName[];
const secondsPerDay = 86_400;

export async function examine(
  account: Account,
  asked: readonly Generation[],
  signal: AbortSignal,
  open = openGeneration,
): Promise<Diagnosis> {
  const all: Finding[][] = [];
  for (const generation of asked) all.push(await examineGeneration(account, generation, signal, open));
  const hasPackage = (found: readonly Finding[]) =>
    found.some(({ check, status }) => check === 'package' && status === 'ok');
  // An app may have one generation only, and so may an address.
  const findings = all.some(hasPackage)
    ? all.flat().map((finding) => pardon(finding, isAddress(account)))
    : all.flat();
  const has = (wanted: Status) => findings.some(({ status }) => status === wanted);
  return { verdict: has('problem') ? 'problem' : has('unknown') ? 'unchecked' : 'well', findings };
}

function isAddress({ baseUrl }: Account): boolean {
  return baseUrl !== undefined && URL.canParse(baseUrl);
}

function pardon(finding: Finding, isAtAddress: boolean): Finding {
  const { check, status, generation } = finding;
  if (check === 'package' && status === 'problem') return { ...finding, status: 'note' };
  if (check !== 'answers' || status !== 'unknown' || !isAtAddress) return finding;
  const remedy = `leave it out by --generation ${generation === 'v1' ? 'v4' : 'v1'}, or give --region`;
  return { ...finding, status: 'note', remedy };
}

async function examineGeneration(
  account: Account,
  generation: Generation,
  signal: AbortSignal,
  open: typeof openGeneration,
): Promise<Finding[]> {
  const { baseUrl } = account;
  const given = isAddress(account) || facts[generation].regions.includes(baseUrl ?? '') ? baseUrl : undefined;
  const failures: Failure[] = [];
  for (const region of listCandidates(generation, account, given)) {
    signal.throwIfAborted();
    await using service = await open(generation, { ...account, baseUrl: region });
    const { error } = await ask(() => service.hearClock(signal));
    if (!error)
      return [...praise(generation, region, account, given), ...(await examineService(service, signal))];
    const findings = blame(service, account, region, error, given);
    // A region that was named is right unless it says otherwise; where none was, another one may know the app.
    if (knowsApp(error) || (given !== undefined && !isElsewhere(error))) return findings;
    failures.push({ error, findings });
  }
  return pickFailure(failures, given)?.findings ?? [];
}

interface Failure {
  readonly error: TrtcCallError;
  readonly findings: Finding[];
}

/** Where to ask: at what was given first, and unless that is an address at the other data centres. */
function listCandidates(
  generation: Generation,
  account: Account,
  given: string | undefined,
): Iterable<string> {
  // v1 has a default, and no answer that says that an app is elsewhere.
  const known = generation === 'v1' ? facts.v1.regions.slice(0, 1) : facts.v4.regions;
  const others = isAddress(account) ? [] : known;
  return new Set(given === undefined ? others : [given, ...others]);
}

/** The failure that says most: that of the region that was given, or a reason other than that the app is elsewhere. */
function pickFailure(failures: readonly Failure[], given: string | undefined): Failure | undefined {
  const [first] = failures;
  if (given !== undefined) return first;
  const isRefusal = ({ error }: Failure) => error.kind === 'refused';
  const refusal = failures.find((failure) => isRefusal(failure) && !isElsewhere(failure.error));
  return refusal ?? failures.find((failure) => !isRefusal(failure)) ?? first;
}

function isElsewhere(error: TrtcCallError): boolean {
  return error.kind === 'refused' && elsewhere.includes(error.reason);
}

function knowsApp(error: TrtcCallError): boolean {
  return error.kind === 'refused' && (error.reason === notAdministrator || error.reason === packageMissing);
}

function praise(
  generation: Generation,
  region: string,
  { identifier }: Account,
  given: string | undefined,
): Finding[] {
  const name = identifier ?? facts[generation].administrator;
  const answers: Finding =
    given === undefined || given === region
      ? { generation, check: 'answers', status: 'ok', message: `at ${region}` }
      : {
          generation,
          check: 'answers',
          status: 'problem',
          message: `the app is in the data centre ${region}, not ${given}`,
          remedy: `give --region ${region}, or set TRTC_CALL_REGION to it`,
        };
  return [
    answers,
    { generation, check: 'administrator', status: 'ok', message: `${name} may call` },
    { generation, check: 'package', status: 'ok', message: 'the app has it' },
  ];
}

/** Says which check a refusal fails; a clock that differs may be the cause. */
function blame(
  service: Service,
  account: Account,
  region: string,
  error: TrtcCallError,
  given?: string,
): Finding[] {
  const { generation } = service;
  const what = describeFailure(error);
  const message = region === given || knowsApp(error) ? what : `${region}: ${what}`;
  const ahead = readSecondsAhead(service);
  const clock = ahead === 0 ? [] : [judgeClock(generation, ahead)];
  const remedy = isOfSignature(error)
    ? describeCredential(account, generation, Date.now() / 1000 + ahead)
    : describeRemedy(error);
  const fault = { generation, message, ...(remedy !== undefined && { remedy }) };
  if (error.kind !== 'refused') return [{ ...fault, check: 'answers', status: 'unknown' }];
  const answers: Finding = { generation, check: 'answers', status: 'ok', message: `at ${region}` };
  if (!knowsApp(error)) return [{ ...fault, check: 'answers', status: 'problem' }, ...clock];
  const check = error.reason === packageMissing ? 'package' : 'administrator';
  return [answers, { ...fault, check, status: 'problem' }, ...clock];
}

async function examineService(service: Service, signal: AbortSignal): Promise<Finding[]> {
  const { generation } = service;
  const ahead = readSecondsAhead(service);
  const end = Math.ceil(Date.now() / 1000) + ahead;
  const calls = await ask(() => service.countRecords({ start: end - secondsPerDay, end }, signal));
  const callback = await ask(() => service.getCallbacks());
  return [
    judgeClock(generation, ahead),
    calls.error
      ? fail(generation, 'calls', calls.error)
      : {
          generation,
          check: 'calls',
          status: 'ok',
          value: calls.value,
          message: `${calls.value} in the last 24 hours`,
        },
    callback.error
      ? fail(generation, 'callback', callback.error)
      : judgeCallback(generation, callback.value, calls.value ?? 0),
  ];
}

/** By how many seconds the service's clock is ahead of that of this machine. */
function readSecondsAhead(service: Service): number {
  return Math.round(service.clockDifference() / 1000);
}

function judgeClock(generation: Generation, ahead: number): Finding {
  const common = { generation, check: 'clock', value: ahead } as const;
  if (ahead === 0) return { ...common, status: 'ok', message: 'that of this machine agrees to 15 seconds' };
  const side = ahead > 0 ? 'behind' : 'ahead of';
  return {
    ...common,
    status: 'problem',
    message: `that of this machine is ${describeDuration(Math.abs(ahead))} ${side} that of the service`,
    remedy: 'set the clock that is wrong: UserSigs are refused by it, and times such as 24h mean others',
  };
}

function judgeCallback(
  generation: Generation,
  settings: Awaited<ReturnType<Service['getCallbacks']>>,
  calls: number,
): Finding {
  const common = { generation, check: 'callback' } as const;
  const address = settings?.address ? hidePath(settings.address) : undefined;
  const count = settings?.actions.length ?? 0;
  if (address && count > 0)
    return { ...common, status: 'ok', message: `${address} (${count} ${count === 1 ? 'word' : 'words'})` };
  return {
    ...common,
    // Without calls no webhook is missing.
    status: calls > 0 ? 'problem' : 'note',
    message: address ? `${address}, for no webhooks` : 'none is configured: no webhook arrives',
    remedy: `trtc-call callbacks set --generation ${generation} --address URL --action WORDS`,
  };
}

/** A diagnosis is passed on, and the path may hold the secret of the receiver. */
function hidePath(address: string): string {
  const { origin = 'null', pathname, search } = URL.parse(address) ?? {};
  // The origin of such as `x-hooks://a`, too.
  if (origin === 'null') return 'an address that is not a URL';
  return pathname === '/' && search === '' ? origin : `${origin}/…`;
}

function fail(generation: Generation, check: Check, error: TrtcCallError): Finding {
  const remedy = describeRemedy(error);
  const status = error.kind === 'refused' ? 'problem' : 'unknown';
  const message = describeFailure(error);
  return { generation, check, status, message, ...(remedy !== undefined && { remedy }) };
}

type Reply<Value> =
  | { readonly value: Value; readonly error?: never }
  | { readonly error: TrtcCallError; readonly value?: never };

/** Asks, and gives an error of the service or of the way to it as a value. */
async function ask<Value>(send: () => Promise<Value>): Promise<Reply<Value>> {
  try {
    return { value: await send() };
  } catch (error) {
    if (isTrtcCallError(error)) return { error };
    throw error;
  }
}
