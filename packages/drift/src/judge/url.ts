import { isObject } from '@trtc-call/reporting/values';
import { generations } from '@trtc-call/spec';
import type { Contract } from '../contract/contract.ts';
import type { Generation } from '../contract/generations.ts';
import { parseBody } from '../contract/json.ts';

export interface RequestParts {
  readonly host: string;
  readonly path: string;
  /** Each value of each query parameter, decoded. */
  readonly query: ReadonlyMap<string, readonly string[]>;
}

/** Takes a URL apart. A record of traffic holds thousands that differ in little but their numbers: no `URL` is made. */
export function splitUrl(url: string): RequestParts {
  const hostAt = url.indexOf('://') + 3;
  const fragmentAt = url.indexOf('#');
  const whole = fragmentAt < 0 ? url : url.slice(0, fragmentAt);
  const queryAt = whole.indexOf('?');
  const end = queryAt < 0 ? whole.length : queryAt;
  const slash = whole.indexOf('/', hostAt);
  const pathAt = slash < 0 || slash > end ? end : slash;
  return {
    host: whole.slice(hostAt < 3 ? 0 : hostAt, pathAt).toLowerCase(),
    path: whole.slice(pathAt, end),
    query: readQuery(queryAt < 0 ? '' : whole.slice(queryAt + 1)),
  };
}

function readQuery(text: string): ReadonlyMap<string, readonly string[]> {
  const query = new Map<string, string[]>();
  const isEncoded = text.includes('%') || text.includes('+');
  // URLSearchParams takes time by the square of the number of parameters.
  for (const pair of text.split('&')) {
    if (pair === '') continue;
    const sign = pair.indexOf('=');
    const parts = sign < 0 ? [pair] : [pair.slice(0, sign), pair.slice(sign + 1)];
    const [name = '', value = ''] = isEncoded ? parts.map(decode) : parts;
    const known = query.get(name);
    if (known) known.push(value);
    else query.set(name, [value]);
  }
  return query;
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return text;
  }
}

/** The operation of a path. A proxy may put the service behind a prefix, so only the end counts. */
export function findByPath<Operation>(
  { path }: RequestParts,
  operations: ReadonlyMap<string, Operation>,
): Operation | undefined {
  const exact = operations.get(path);
  if (exact) return exact;
  const start = pathStart(path);
  return start > 0 ? operations.get(path.slice(start)) : undefined;
}

/** The path of this API in a path, such as `/v1/records/new`; undefined where there is none. */
export function findApiPath({ path }: RequestParts): string | undefined {
  const start = pathStart(path);
  return start < 0 ? undefined : path.slice(start);
}

export function readGeneration(apiPath: string): Generation | undefined {
  return generations.find((name) => apiPath.startsWith(`/${name}/`));
}

/** Whether a request to an unknown path was for this service at all: by its host, or by the envelope of the answer. */
export function isThisApi(
  { host }: RequestParts,
  { hosts, statements: { envelope } }: Contract,
  answerBody: string | undefined,
): boolean {
  if (hosts.has(host)) return true;
  const parsed = parseBody(answerBody ?? '');
  if (parsed.problem !== undefined) return false;
  const { value } = parsed;
  const names = [envelope.code, envelope.message, envelope.requestId];
  return isObject(value) && names.every((name) => Object.hasOwn(value, name));
}

const prefixes = generations.map((name) => `/${name}/`);

function pathStart(path: string): number {
  return Math.max(...prefixes.map((prefix) => path.lastIndexOf(prefix)));
}
