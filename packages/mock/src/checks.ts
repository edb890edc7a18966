import { isUtf8 } from 'node:buffer';
import { type UserSigFault, verifyUserSig } from '@trtc-call/client/usersig';
import type { ErrorObject, ValidateFunction } from 'ajv';
import type { MistakeId } from './ids.ts';
import { BoundedMap } from './state/bounded.ts';

/** A mistake that was found in a request, and where. */
export interface Refusal {
  readonly mistake: MistakeId;
  /** Name of the parameter or field, when the mistake is about one. */
  readonly field?: string;
}

/** A query parameter of a generation. */
export interface ParameterRule {
  readonly name: string;
  /** What its value is, when it is part of the credentials. */
  readonly credential?: keyof Credentials | undefined;
  readonly isInteger: boolean;
  /** Whether a value conforms to the parameter's schema. */
  accepts(value: string | number): boolean;
  readonly missing: MistakeId;
  /** The mistake of a value that does not conform. */
  readonly invalid: MistakeId;
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

/** Makes the check of query strings: first that every parameter is there, then that each is valid. */
export function createQueryCheck(rules: readonly ParameterRule[]): (query: string) => QueryCheck {
  const names = rules.map(({ name }) => name);
  const findPlace = (credential: keyof Credentials) =>
    rules.findIndex((rule) => rule.credential === credential);
  const [appPlace, identifierPlace, userSigPlace] = [
    findPlace('sdkAppId'),
    findPlace('identifier'),
    findPlace('userSig'),
  ];

  return (query) => {
    const { values, others, repeated } = splitQuery(query, names);
    const sdkAppId = toNumber(values[appPlace]);
    const refuse = (mistake: MistakeId, field: string): QueryCheck => ({
      refusal: { mistake, field },
      sdkAppId,
    });
    if (repeated !== undefined) return refuse('parameter-repeated', repeated);
    for (const [place, { name, missing }] of rules.entries()) {
      if (values[place]) continue;
      const isMisspelt =
        values[place] === undefined && others.some((other) => other.toLowerCase() === name.toLowerCase());
      return refuse(isMisspelt ? 'parameter-wrong-case' : missing, name);
    }
    for (const [place, rule] of rules.entries()) {
      const text = values[place] ?? '';
      const value = rule.isInteger ? toNumber(text) : text;
      if (value === undefined || !rule.accepts(value)) return refuse(rule.invalid, rule.name);
    }
    const identifier = values[identifierPlace] ?? '';
    return {
      credentials: { sdkAppId: sdkAppId ?? 0, identifier, userSig: values[userSigPlace] ?? '' },
      sdkAppId,
    };
  };
}

/** The parameters of a query string that the contract knows, in its order, and the names of the others. */
export interface SplitQuery {
  readonly values: readonly (string | undefined)[];
  readonly others: readonly string[];
  /** The first known parameter that came again with another value. */
  readonly repeated: string | undefined;
}

/**
 * Splits a query string by hand: `URLSearchParams` costs a third of the mock's time for a request. Names are
 * compared with their case, as the vendor's are (60138).
 */
export function splitQuery(query: string, known: readonly string[]): SplitQuery {
  const decode = query.includes('%') || query.includes('+') ? decodeForm : (text: string) => text;
  const values: (string | undefined)[] = new Array(known.length).fill(undefined);
  const others: string[] = [];
  let repeated: string | undefined;
  let start = 0;
  while (start < query.length) {
    let end = query.indexOf('&', start);
    if (end === -1) end = query.length;
    let equals = query.indexOf('=', start);
    if (equals === -1 || equals > end) equals = end;
    const name = decode(query.slice(start, equals));
    const place = known.indexOf(name);
    if (place === -1) {
      if (name !== '') others.push(name);
    } else {
      const value = decode(query.slice(equals + 1, end));
      if (values[place] === undefined) values[place] = value;
      else if (values[place] !== value) repeated ??= name;
    }
    start = end + 1;
  }
  return { values, others, repeated };
}

function decodeForm(text: string): string {
  const spaced = text.replaceAll('+', ' ');
  try {
    return decodeURIComponent(spaced);
  } catch {
    return spaced;
  }
}

function toNumber(text: string | undefined): number | undefined {
  if (text === undefined || !/^\d{1,16}$/.test(text)) return undefined;
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

/** Verified UserSigs that are remembered: as many as a test run uses at the same time. */
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
export function readBody(
  body: Uint8Array | 'too-large',
  contentType: string | undefined,
): { readonly object: object; readonly text: string } | Refusal {
  // A request without the header is taken: the vendor's own sample request has none (60138).
  if (contentType !== undefined && !isJsonType(contentType)) return { mistake: 'content-type-wrong' };
  if (body === 'too-large') return { mistake: 'body-too-large' };
  if (!isUtf8(body)) return { mistake: 'body-malformed' };
  const text = readText(body);
  try {
    const value: unknown = JSON.parse(text);
    const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
    return isObject ? { object: value, text } : { mistake: 'body-not-object' };
  } catch {
    return { mistake: text.trim() === '' ? 'body-empty' : 'body-malformed' };
  }
}

/** A body as text, without a copy of its bytes. Nothing has been kept of one that was too large. */
export function readText(body: Uint8Array | 'too-large'): string {
  if (body === 'too-large') return '';
  return Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString('utf8');
}

/** How the body of an operation is checked. */
export interface BodyRule {
  readonly validateBody: ValidateFunction;
  /** The mistake that the generation has for a field. */
  nameMistake(fault: FieldFault): MistakeId;
}

/** A field that its schema refuses. */
export interface FieldFault {
  /** `pattern` is a text of another form, `range` everything that the others are not. */
  readonly kind: 'missing' | 'null' | 'type' | 'range' | 'pattern';
  /** Such as `CalleeList.0`. */
  readonly field: string;
  readonly value: unknown;
}

/** Finds the mistake that a body makes against the schema of its operation, and fills in the schema's defaults. */
export function checkBody(rule: BodyRule, body: object): Refusal | undefined {
  const { validateBody } = rule;
  if (validateBody(body)) return undefined;
  const [error] = validateBody.errors ?? [];
  const fault = error ? describeFault(error) : ({ kind: 'range', field: '', value: body } as const);
  return { mistake: rule.nameMistake(fault), field: fault.field };
}

function describeFault({ keyword, data: value, instancePath, params }: ErrorObject): FieldFault {
  const field = instancePath.slice(1).replaceAll('/', '.');
  if (keyword === 'required') return { kind: 'missing', field: String(params.missingProperty), value };
  if (keyword === 'type') return { kind: value === null ? 'null' : 'type', field, value };
  return { kind: keyword === 'pattern' ? 'pattern' : 'range', field, value };
}
