import { isTrtcCallError, type TrtcCallError } from '@trtc-call/client';
import { barrierStatuses, gatewayStatuses } from '@trtc-call/reporting/values';
import type { Contract } from '@trtc-call/spec';
import type { CapabilityState } from '../../report/run-report.ts';
import type { Account } from '../../requirements/check/account.ts';
import type { ClientOptions } from '../../requirements/generation.ts';
import { CannotRunError } from '../../run/options.ts';
import { describeCapability, type Place } from '../target.ts';

export interface Preflight {
  /** Whether it answers as the generation does: by a success, or by a refusal that does not end the run. */
  readonly isThere: boolean;
  readonly callId: CapabilityState;
}

const variables =
  'TRTC_CALL_SDK_APP_ID, TRTC_CALL_IDENTIFIER and TRTC_CALL_SECRET_KEY (or TRTC_CALL_USER_SIG)';
/** Refusals of an app whose credentials may be right. */
const ofApp: readonly string[] = ['PackageMissing', 'AppDisabled', 'WrongDataCentre'];
const timeoutMilliseconds = 5000;

/**
 * Asks the target a harmless question before anything is checked, and another where the answer may be an outage: is it
 * there, does it take the credentials, and does it know a call? `now` in milliseconds.
 *
 * @throws CannotRunError when the target does not answer or refuses the credentials, or the address or the credentials
 *   have a form that cannot be right
 */
export async function preflight(
  { generation, baseUrl }: Place,
  account: Account,
  now: number,
  more: { readonly signal?: AbortSignal | undefined; readonly fetch?: ClientOptions['fetch'] } = {},
): Promise<Preflight> {
  const { contract, names } = generation;
  const name = contract.generation;
  const { value: days, seconds } = contract.limits.dataWindow;
  const state = (missing?: string) => describeCapability('call-id', missing, name);
  const { sdkAppId, identifier, secretKey, userSig = '' } = account;
  const ask = (fetch: ClientOptions['fetch']) =>
    generation.queryByClient(
      {
        sdkAppId,
        identifier,
        region: baseUrl,
        timeoutMilliseconds,
        ...(secretKey === undefined ? { userSig } : { secretKey }),
        ...(fetch && { fetch }),
        // Sent once: the caller decides what the response means.
        retry: false,
        limiter: false,
      },
      { [names.from]: Math.floor(now / 1000) - seconds + 60, [names.pageSize]: 1 },
      more.signal,
    );
  try {
    const { callIds } = await ask(more.fetch);
    const none = `the app has no call of the last ${days} days in ${name}: make one, then run again`;
    return { isThere: true, callId: state(callIds.length > 0 ? undefined : none) };
  } catch (error) {
    if (!isTrtcCallError(error)) throw error;
    const obstacle = findObstacle(error, contract, baseUrl);
    if (obstacle) throw obstacle;
    const outage = describeOutageByOne(error, contract);
    if (outage !== undefined) {
      const other: unknown = await ask(askElsewhere(contract, more.fetch)).catch((reason: unknown) => reason);
      const isAlike = isTrtcCallError(other) && describeOutageByOne(other, contract) === outage;
      if (isAlike)
        throw new CannotRunError(
          'unreachable',
          `${baseUrl} answers everything with ${outage}: ${outageRemedy}`,
        );
    }
    // An answer that breaks the contract is what the requirements are to show: they may ask for calls, and fail.
    if (error.kind !== 'refused') return { isThere: false, callId: state() };
    return { isThere: true, callId: state(`no call could be looked for: ${error.message}`) };
  }
}

/** Why no further question makes sense, if that is so. */
function findObstacle(error: TrtcCallError, contract: Contract, baseUrl: string): Error | undefined {
  switch (error.kind) {
    case 'argument':
      return describeArgument(error, baseUrl);
    case 'connection':
      return describeSilence(baseUrl, error.code ?? 'no connection');
    case 'deadline':
      return describeSilence(baseUrl, 'no answer in time');
    case 'http-status':
      return statusesInFront.includes(error.status) ? describeFront(baseUrl, error.status) : undefined;
    case 'refused':
      if (isHopeless(contract, error.code)) return describeRefusal(error, baseUrl);
      return hasFailed(contract, error.code) ? describeOutage(error, baseUrl) : undefined;
    default:
      return undefined;
  }
}

function describeSilence(baseUrl: string, reason: string): CannotRunError {
  const remedy = 'start the server, or check the address and the network';
  return new CannotRunError('unreachable', `${baseUrl} cannot be reached (${reason}): ${remedy}`);
}

/** The service itself answers by 200. */
const statusesInFront = [...gatewayStatuses, ...barrierStatuses, 401, 429];

const outageRemedy = 'try again later, or check the address, proxies and firewalls';

/** What is an outage where another operation gets the same; by one alone it is a mistake of the target. */
function describeOutageByOne(error: TrtcCallError, { errorCodes }: Contract): string | undefined {
  switch (error.kind) {
    case 'http-status':
      return error.status >= 500 ? `HTTP status ${error.status}` : undefined;
    case 'contract':
      return error.issues[0]?.expected === 'JSON' ? 'a page that is not JSON' : undefined;
    case 'refused':
      return errorCodes.some(({ code }) => code === error.code)
        ? undefined
        : `the unlisted code ${error.code}`;
    default:
      return undefined;
  }
}

/** Sends the question about calls to the operation that reads the callback configuration. */
function askElsewhere(
  { operations }: Contract,
  send: NonNullable<ClientOptions['fetch']> = fetch,
): ClientOptions['fetch'] {
  const { getRecordsByFilter, getCallback } = operations;
  return (url, init) =>
    send(url.replace(getRecordsByFilter?.path ?? '', getCallback?.path ?? ''), { ...init, body: '{}' });
}

function describeFront(baseUrl: string, status: number): CannotRunError {
  const remedy = 'something between here and the service answered; check the address, proxies and firewalls';
  return new CannotRunError('unreachable', `${baseUrl} answered with HTTP status ${status}: ${remedy}`);
}

function describeOutage({ code, reason }: ErrorKind<'refused'>, baseUrl: string): CannotRunError {
  return new CannotRunError('unreachable', `${baseUrl} fails with ${code} ${reason}: try again later`);
}

type ErrorKind<Kind extends TrtcCallError['kind']> = Extract<TrtcCallError, { kind: Kind }>;

function describeRefusal(error: ErrorKind<'refused'>, baseUrl: string): CannotRunError {
  const [what, remedy] = ofApp.includes(error.reason)
    ? ['the app', error.remedy]
    : ['the credentials', `check ${variables}`];
  const message = `${baseUrl} refused ${what} with ${error.code} ${error.reason}: ${remedy}`;
  return new CannotRunError('refused-credentials', message, { cause: error });
}

/** Whether every other question would get the same answer: the account, its app or its package is refused. */
function isHopeless({ mistakes, errorCodes }: Contract, code: number): boolean {
  const isOfAccount = mistakes.some(
    ({ place, hidden, allowed }) =>
      place === 'query' && hidden && allowed !== 'any' && allowed.includes(code),
  );
  const name = errorCodes.find((entry) => entry.code === code)?.name ?? '';
  return isOfAccount || name === 'AppInvalid' || ofApp.includes(name);
}

/** Whether the service failed at its work, so that it would at any question. */
function hasFailed({ errorCodes }: Contract, code: number): boolean {
  return errorCodes.some((entry) => entry.code === code && entry.possiblyApplied);
}

function describeArgument(error: ErrorKind<'argument'>, baseUrl: string): Error {
  if (error.field === 'region') {
    const remedy = 'begin with https:// (http:// only for a host of this machine), without a query';
    // The address without what may be a credential in it.
    const origin = URL.canParse(baseUrl) ? new URL(baseUrl).origin : 'The address of the target';
    return new CannotRunError('bad-variable', `${origin} cannot be asked: ${remedy}`);
  }
  const names: Readonly<Record<string, string>> = {
    identifier: 'TRTC_CALL_IDENTIFIER',
    secretKey: 'TRTC_CALL_SECRET_KEY',
    userSig: 'TRTC_CALL_USER_SIG',
  };
  const name = names[error.field];
  if (name === undefined) return error;
  return new CannotRunError('bad-variable', `${name} cannot be used: ${error.remedy}`, { cause: error });
}
