import { isUtf8 } from 'node:buffer';
import { type UserSigFault, verifyUserSig } from '@trtc-call/client/usersig';
import { isObject } from '@trtc-call/reporting/values';
import type { MistakeId as MistakeIdV1 } from '@trtc-call/spec/v1';
import type { MistakeId as MistakeIdV4 } from '@trtc-call/spec/v4';
import type { ValidateFunction } from 'ajv';
import type { MockRequest } from './exchange.ts';
import { BoundedMap } from './state/bounded.ts';

/** The id of a mistake in a request, such as `usersig-expired`. */
export type MistakeId = MistakeIdV1 | MistakeIdV4;

/** A mistake that was found in a request, and where. */
export interface Refusal {
  readonly mistake: MistakeId;
  /** Name of the parameter or field, when the mistake is about one. */
  readonly field?: string;
}

/** A query parameter of a generation. */
export interface ParameterRule {
  readonly name: string;
  readonly isInteger: boolean;
  /** Whether a value conforms to the parameter's schema. */
  accepts(value: string | number): boolean;
}

/** The credentials of a request whose query is valid. */
export interface Credentials {
  readonly sdkAppId: number;
  readonly identifier: string;
  readonly userSig: string;
}

/** What a query holds: credentials, or the first mistake. The app is known even when something else is wrong. */
export type QueryCheck = { readonly sdkAppId: number | undefined } & (
  | { readonly credentials: Credentials }
  | { readonly refusal: Refusal }
);

/** A parameter, and the mistakes that are made with it. */
interface ParameterCheck extends ParameterRule {
  readonly missing: MistakeId;
  readonly invalid: MistakeId;
}

/**
 * Makes the check of query strings: first that every parameter is there, then that each is valid. Names are compared with
 * their case, as the vendor's are (60138). The mistake of a value is `<name>-invalid`, or `<name>-missing` in a contract
 * without that one.
 */
export function createQueryCheck(
  rules: readonly ParameterRule[],
  isMistake: (id: string) => id is MistakeId,
): (query: string) => QueryCheck {
  const checks = rules.map((rule): ParameterCheck => {
    const [missing, invalid] = [`${rule.name}-missing`, `${rule.name}-invalid`];
    if (!isMistake(missing))
      throw new Error(`the contract lacks the mistake ${missing}; correct it in spec/`);
    return { ...rule, missing, invalid: isMistake(invalid) ? invalid : missing };
  });

  return (text) => {
    const query = new URLSearchParams(text);
    const read = (name: string) => query.get(name) ?? '';
    const sdkAppId = toNumber(read('sdkappid'));
    const refusal = findRepeated(query, checks) ?? findMissing(query, checks) ?? findInvalid(query, checks);
    if (refusal) return { refusal, sdkAppId };
    const credentials = { sdkAppId: sdkAppId ?? 0, identifier: read('identifier'), userSig: read('usersig') };
    return { credentials, sdkAppId };
  };
}

/** A parameter with several values, of which the vendor could take any. */
function findRepeated(query: URLSearchParams, checks: readonly ParameterCheck[]): Refusal | undefined {
  const repeated = checks.find(({ name }) => query.getAll(name).some((value, _, [first]) => value !== first));
  return repeated && { mistake: 'parameter-repeated', field: repeated.name };
}

function findMissing(query: URLSearchParams, checks: readonly ParameterCheck[]): Refusal | undefined {
  const lacking = checks.find(({ name }) => !query.get(name));
  if (!lacking) return undefined;
  const { name, missing } = lacking;
  const isMisspelt = !query.has(name) && [...query.keys()].some((other) => other.toLowerCase() === name);
  return { mistake: isMisspelt ? 'parameter-wrong-case' : missing, field: name };
}

function findInvalid(query: URLSearchParams, checks: readonly ParameterCheck[]): Refusal | undefined {
  const wrong = checks.find(({ name, isInteger, accepts }) => {
    const text = query.get(name) ?? '';
    const value = isInteger ? toNumber(text) : text;
    return value === undefined || !accepts(value);
  });
  return wrong && { mistake: wrong.invalid, field: wrong.name };
}

function toNumber(text: string): number | undefined {
  if (!/^\d{1,16}$/.test(text)) return undefined;
  const value = Number(text);
  return Number.isSafeInteger(value) ? value : undefined;
}

const userSigMistakes: Readonly<Record<UserSigFault, MistakeId>> = {
  malformed: 'usersig-invalid',
  app: 'usersig-other-app',
  identifier: 'usersig-other-identifier',
  signature: 'usersig-wrong-key',
  'not-yet-valid': 'usersig-not-yet-valid',
  expired: 'usersig-expired',
};

/** Number of verified UserSigs to remember: more than a test run uses at a time. */
const rememberedSigns = 1000;

/**
 * Makes the check of UserSigs. One that has been verified is remembered with its seconds, so that only these are
 * looked at when it comes again. `at` in milliseconds.
 */
export function createSignCheck(
  secretKey: string,
  toleranceSeconds: number,
): (credentials: Credentials, at: number) => MistakeId | undefined {
  const verified = new BoundedMap<string, { readonly time: number; readonly end: number }>({
    entries: rememberedSigns,
  });
  return ({ sdkAppId, identifier, userSig }, at) => {
    const key = `${sdkAppId} ${identifier} ${userSig}`;
    const known = verified.get(key);
    if (known) {
      // Valid up to and including the last second, as verifyUserSig has it.
      const second = Math.floor(at / 1000);
      if (known.time > second + toleranceSeconds) return 'usersig-not-yet-valid';
      return second > known.end ? 'usersig-expired' : undefined;
    }
    const now = () => at;
    const verdict = verifyUserSig({ userSig, sdkAppId, secretKey, identifier, now, toleranceSeconds });
    if (!verdict.ok) return userSigMistakes[verdict.reason];
    const { time, lifetimeSeconds } = verdict.claims;
    verified.set(key, { time, end: time + lifetimeSeconds });
    return undefined;
  };
}

/** Whether a content type is JSON. */
export function isJsonType(contentType: string): boolean {
  return /^\s*application\/json\s*(?:;|$)/i.test(contentType);
}

/** Reads a body as a JSON object, or finds the mistake in it. */
export function readBody({
  body,
  header,
}: Pick<MockRequest, 'body' | 'header'>): { readonly object: object } | Refusal {
  const contentType = header('content-type');
  // A request without the header is taken: the vendor's own sample request has none (60138).
  if (contentType !== undefined && !isJsonType(contentType)) return { mistake: 'content-type-wrong' };
  // Nothing says that a compressed body is read, and one that only says so is a slip.
  const coding = header('content-encoding')?.trim().toLowerCase() ?? '';
  if (coding !== '' && coding !== 'identity')
    return { mistake: 'content-type-wrong', field: 'content-encoding' };
  if (body === 'too-large') return { mistake: 'body-too-large' };
  if (!isUtf8(body)) return { mistake: 'body-malformed' };
  const text = readText(body);
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? { object: value } : { mistake: 'body-not-object' };
  } catch {
    return { mistake: text.trim() === '' ? 'body-empty' : 'body-malformed' };
  }
}

/** A body as text, without a copy of its bytes. Nothing has been kept of one that was too large. */
export function readText(body: Uint8Array | 'too-large'): string {
  if (body === 'too-large') return '';
  return Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString('utf8');
}

/** A field that its schema refuses. */
export interface FieldFault {
  /** `pattern` is a text of another form, `range` everything that the others are not. */
  readonly kind: 'missing' | 'null' | 'type' | 'range' | 'pattern';
  /** Such as `CalleeList.0`. */
  readonly field: string;
  readonly value: unknown;
}

/** What a body makes wrong against the schema of its operation. The schema's defaults are filled in. */
export function findFieldFault(validateBody: ValidateFunction, body: object): FieldFault | undefined {
  if (validateBody(body)) return undefined;
  const [error] = validateBody.errors ?? [];
  if (!error) return { kind: 'range', field: '', value: body };
  const { keyword, data: value, instancePath, params } = error;
  const field = instancePath.slice(1).replaceAll('/', '.');
  if (keyword === 'required') return { kind: 'missing', field: String(params.missingProperty), value };
  if (keyword === 'type') return { kind: value === null ? 'null' : 'type', field, value };
  return { kind: keyword === 'pattern' ? 'pattern' : 'range', field, value };
}
