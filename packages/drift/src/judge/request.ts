import { isObject } from '@trtc-call/reporting/values';
import { generations, type Limit, type QueryParameter } from '@trtc-call/spec';
import { allowedBy, type Contract, type Mistake, type OperationContract } from '../contract/contract.ts';
import type { Generation } from '../contract/generations.ts';
import { findMember } from '../contract/schema-node.ts';
import { type Exchange, parseBody } from '../traffic/exchange.ts';
import { type Deviation, Deviations } from './deviations.ts';

export interface RequestParts {
  readonly host: string;
  readonly path: string;
  /** Each value of each query parameter, decoded. */
  readonly query: ReadonlyMap<string, readonly string[]>;
}

/** Takes a URL apart; undefined where the text is not one. */
export function splitUrl(url: string): RequestParts | undefined {
  const parsed = URL.parse(url);
  if (!parsed) return undefined;
  const { host, pathname: path, searchParams } = parsed;
  const query = new Map<string, string[]>();
  for (const [name, value] of searchParams) {
    const known = query.get(name);
    if (known) known.push(value);
    else query.set(name, [value]);
  }
  return { host, path, query };
}

export type Members = Readonly<Record<string, unknown>>;

/** The body of a request. */
export interface RequestBody {
  /** Whether it cannot be checked for mistakes: the file does not hold it, or it is too large to read. */
  readonly isHidden: boolean;
  /** What is wrong with it as a whole. */
  readonly mistake?: 'body-empty' | 'body-malformed' | 'body-not-object';
  /** Where it is an object. */
  readonly members?: Members;
  /** What it asks for: its members without those that were redacted. */
  readonly asked: Members;
}

export function readRequestBody({ requestBody: text }: Exchange): RequestBody {
  if (text === undefined) return { isHidden: true, asked: {} };
  const nothing = { isHidden: false, asked: {} };
  if (text.trim() === '') return { ...nothing, mistake: 'body-empty' };
  const parsed = parseBody(text);
  if (parsed.problem === 'too large') return { isHidden: true, asked: {} };
  if (parsed.problem !== undefined) return { ...nothing, mistake: 'body-malformed' };
  const members = parsed.value;
  if (!isObject(members)) return { ...nothing, mistake: 'body-not-object' };
  if (!Object.values(members).some(isRedacted)) return { isHidden: false, members, asked: members };
  const asked = Object.entries(members).filter(([, value]) => !isRedacted(value));
  return { isHidden: false, members, asked: Object.fromEntries(asked) };
}

function isRedacted(value: unknown): boolean {
  return typeof value === 'string' && value.includes('[redacted');
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

export interface SeenMistake {
  readonly id: string;
  /** `/method`, `/query/random`, `/body/callId` or the like. */
  readonly pointer: string;
}

interface RatedMistake {
  readonly row: Mistake;
  readonly pointer: string;
  readonly level: Mistake['level'];
}

export interface Refusal {
  readonly code: number;
  readonly mistakes: readonly RatedMistake[];
  /** Whether the code may stand for something that no request shows. */
  readonly isForUnseen: boolean;
}

/** Stands where a value was taken out before the file was written. */
const takenOut = '[redacted]';

/** No limit is stated (V1-U-37, V4-U-26). No right request comes near this, and a receiver that takes less is not accused. */
const largeBody = 64 * 1024;

interface ParameterCheck {
  readonly name: string;
  readonly pointer: string;
  readonly fits: (value: string) => boolean;
  readonly missing: string;
  readonly invalid: string | undefined;
}

/** Finds what the contract calls a mistake in a request. What lies in the sign, the account or the state cannot be seen. */
export class MistakeFinder {
  readonly #parameters: readonly ParameterCheck[];
  readonly #limits: readonly Limit[];

  constructor({ statements }: Pick<Contract, 'statements'>) {
    const ids = new Set(statements.mistakes.map(({ id }) => id));
    this.#limits = Object.values(statements.limits);
    this.#parameters = Object.values(statements.queryParameters).map((parameter) => ({
      name: parameter.name,
      pointer: `/query/${parameter.name}`,
      fits: createCheck(parameter),
      missing: `${parameter.name}-missing`,
      // An account that cannot exist is not an administrator, and a sign for it cannot be right: both lie in the service.
      invalid: ids.has(`${parameter.name}-invalid`) ? `${parameter.name}-invalid` : undefined,
    }));
  }

  find(
    { method, requestContentType, requestBody = '' }: Exchange,
    { query }: RequestParts,
    { mistake, members }: RequestBody,
    operation: OperationContract,
  ): SeenMistake[] {
    const found: SeenMistake[] = [];
    if (method !== 'POST') found.push({ id: 'method-not-post', pointer: '/method' });
    for (const parameter of this.#parameters) found.push(...findInQuery(query, parameter));
    if (!/^application\/json\b/i.test(requestContentType ?? ''))
      found.push({ id: 'content-type-wrong', pointer: '/headers/content-type' });
    if (requestBody.length > largeBody) found.push({ id: 'body-too-large', pointer: '/body' });
    if (mistake) found.push({ id: mistake, pointer: '/body' });
    if (members) found.push(...findInBody(members, operation, this.#limits));
    return found;
  }

  // Why a request was refused; undefined for a success, for an outcome that cannot be read, for an account of which the
  // contract does not say how it is refused (V1-U-38, V4-U-24), and for a code that no page lists.
  readRefusal(
    { code }: { readonly code: number | undefined },
    mistakes: readonly SeenMistake[],
    { query }: RequestParts,
    operation: OperationContract,
  ): Refusal | undefined {
    if (code === undefined || !operation.codes.has(code)) return undefined;
    const account = this.#parameters.find(({ invalid }) => invalid === undefined);
    if (account && !(query.get(account.name) ?? []).every(account.fits)) return undefined;
    return {
      code,
      mistakes: rateMistakes(mistakes, operation),
      isForUnseen: isIn(code, operation.unseenCodes),
    };
  }
}

function findInQuery(
  query: RequestParts['query'],
  { name, pointer, fits, missing, invalid }: ParameterCheck,
): SeenMistake[] {
  const values = query.get(name);
  if (!values) {
    const isOtherCase = [...query.keys()].some((other) => other.toLowerCase() === name);
    return [{ id: missing, pointer }, ...(isOtherCase ? [{ id: 'parameter-wrong-case', pointer }] : [])];
  }
  // What was taken out of two places may have been two values.
  const isRepeated = values.length > 1 && (new Set(values).size > 1 || values[0] === takenOut);
  return [
    ...(isRepeated ? [{ id: 'parameter-repeated', pointer }] : []),
    ...(invalid !== undefined && !values.every(fits) ? [{ id: invalid, pointer }] : []),
  ];
}

function createCheck(parameter: QueryParameter): (value: string) => boolean {
  const { type, words, minimum = 0, maximum = Number.MAX_SAFE_INTEGER } = parameter;
  const pattern = new RegExp(parameter.pattern ?? parameter.documentedPattern ?? '');
  return (value) => {
    if (value === takenOut) return true;
    if (type === 'integer')
      return /^\d+$/.test(value) && Number(value) >= minimum && Number(value) <= maximum;
    return words ? words.includes(value) : pattern.test(value);
  };
}

function findInBody(value: Members, operation: OperationContract, limits: readonly Limit[]): SeenMistake[] {
  const deviations = new Deviations();
  operation.body.validator.visit(value, deviations);
  const wrong = deviations.list.flatMap((deviation) =>
    describeFieldMistakes(deviation).map((kinds) => ({ kinds, pointer: deviation.pointer })),
  );
  for (const { field = '', value: most } of limits) {
    const text = findMember(operation.body.node, field) && value[field];
    const isTooLong = typeof text === 'string' && Buffer.byteLength(text) > most;
    if (isTooLong) wrong.push({ kinds: ['field-range'], pointer: `/body/${field}` });
  }
  if (wrong.length === 0) return [];
  // The contract may name them for the operations apart, such as `record-field-missing`.
  const known = [...operation.mistakes.keys()];
  return wrong.map(({ kinds, pointer }) => {
    const ids = kinds.flatMap((kind) => known.find((id) => id === kind || id.endsWith(`-${kind}`)) ?? []);
    return { id: ids[0] ?? kinds.join(), pointer };
  });
}

function describeFieldMistakes({ kind, node, value }: Deviation): string[][] {
  switch (kind) {
    case 'required':
      return [['field-missing']];
    case 'type':
      return [value === null ? ['field-null', 'field-type'] : ['field-type']];
    case 'unlisted-word':
    case 'range':
      // The one pattern in a request is that of an address, whose mistake has its own name.
      return node.pattern ? [['scheme'], ['field-range']] : [['field-range']];
    // Further members are allowed (V1-U-36).
    case 'undocumented-field':
      return [];
  }
}

export function rateMistakes(
  mistakes: readonly SeenMistake[],
  operation: OperationContract,
): readonly RatedMistake[] {
  return mistakes.flatMap(({ id, pointer }) => {
    const row = operation.mistakes.get(id);
    return row ? [{ row, pointer, level: levelAt(row, pointer) }] : [];
  });
}

/** What the pages promise of one parameter or field may be more than what they promise of another. */
export function levelAt({ level, levels }: Mistake, pointer: string): Mistake['level'] {
  if (!levels) return level;
  const [, part, name = ''] = pointer.split('/');
  return (part === 'query' || part === 'body' ? levels[name] : undefined) ?? level;
}

/** Whether one of these mistakes may be refused by this code, so that it says nothing of anything else. */
export function isExplained(
  code: number,
  mistakes: readonly SeenMistake[],
  operation: OperationContract,
): boolean {
  return isIn(code, allowedBy(rateMistakes(mistakes, operation).map(({ row }) => row)));
}

export function isIn(code: number, codes: ReadonlySet<number> | 'any'): boolean {
  return codes === 'any' || codes.has(code);
}

export function findStatement(pointer: string, { pointer: whole, body }: OperationContract): string {
  const [, part = '', name = ''] = pointer.split('/');
  if (part === 'query') return `#/components/parameters/${name}`;
  if (part !== 'body') return whole;
  return findMember(body.node, name)?.site ?? body.node.site;
}
