import { isObject } from '@trtc-call/reporting/values';
import { escapeSegment } from '../../contract/schema-node.ts';
import type { Exchange } from '../../traffic/exchange.ts';
import { successfulExchange, written } from '../conforming/conforming-exchanges.ts';
import {
  type Located,
  listForms,
  listRequired,
  listTypes,
  memberSites,
  type Operation,
} from '../conforming/document.ts';
import { rightRequest } from '../conforming/requests.ts';
import { codesFor, Random, refusalBody } from '../conforming/values.ts';

/** 2026-02-03T04:05:06Z */
const begin = Date.UTC(2026, 1, 3, 4, 5, 6);
const successes = 96;
const refusals = 32;

// Right requests with answers that conform, enough for every documented field to be in some. The requests of different
// operations differ in `random`, those of one operation do too, so that each exchange differs from all others.
export function baseExchanges(operation: Operation): readonly Exchange[] {
  const known = bases.get(operation) ?? makeBase(operation);
  bases.set(operation, known);
  return known;
}

const bases = new Map<Operation, readonly Exchange[]>();

function makeBase(operation: Operation): Exchange[] {
  const random = new Random(operation.operationId.length);
  // Codes that every operation has; each is one that no request shows the reason of.
  const codes = codesFor(['usersig-wrong-key', 'usersig-expired', 'not-administrator'], operation);
  return Array.from({ length: successes + refusals }, (_, index) => {
    const at = begin + index * 1000;
    const exchange =
      index % 4 === 3
        ? written(
            rightRequest(operation, random),
            refusalBody(random.pick(codes), operation, random),
            at,
            random,
          )
        : successfulExchange(operation, at, random);
    return { ...exchange, sensor: 'probes' };
  });
}

/** Changes the object or list that holds a place; the name is the member's, or the index. */
export type ChangeHolder = (holder: Record<string, unknown>, name: string) => void;

/** Thousands of mutants are made of few answers. */
const answers = new WeakMap<Exchange, { readonly body: unknown; readonly text: string }>();

function readAnswer(exchange: Exchange): { readonly body: unknown; readonly text: string } {
  const known = answers.get(exchange);
  if (known) return known;
  const body: unknown = JSON.parse(exchange.answerBody ?? 'null');
  const answer = { body, text: JSON.stringify(body) };
  answers.set(exchange, answer);
  return answer;
}

export function isSuccess(exchange: Exchange, { spec }: Operation): boolean {
  return Number(Object(readAnswer(exchange).body)[spec.statements.envelope.code]) === 0;
}

export function listValues(exchange: Exchange, path: readonly string[]): unknown[] {
  const values: unknown[] = [];
  visit(readAnswer(exchange).body, path, (holder, name) => values.push(holder[name]));
  return values;
}

/** The exchange with its answer changed wherever the place is in it; the same exchange where it is not. */
export function changeAt(exchange: Exchange, path: readonly string[], change: ChangeHolder): Exchange {
  const body: unknown = JSON.parse(exchange.answerBody ?? 'null');
  visit(body, path, change);
  const answerBody = JSON.stringify(body);
  return answerBody === readAnswer(exchange).text ? exchange : { ...exchange, answerBody };
}

function visit(value: unknown, [name, ...rest]: readonly string[], change: ChangeHolder): void {
  if (name === undefined) return;
  if (name === '*') {
    if (!Array.isArray(value)) return;
    const items = Object.assign<Record<string, unknown>, unknown>({}, value);
    for (const index of value.keys()) {
      if (rest.length === 0) change(items, String(index));
      else visit(value[index], rest, change);
    }
    if (rest.length === 0) value.splice(0, value.length, ...Object.values(items));
    return;
  }
  if (!isObject(value) || !Object.hasOwn(value, name)) return;
  if (rest.length === 0) change(value, name);
  else visit(value[name], rest, change);
}

/** A field of an answer, or the items of a list. */
export interface Place {
  readonly pointer: string;
  readonly path: readonly string[];
  /** Pointers into the contract of where it is described; refusals describe the envelope a second time. */
  readonly sites: readonly string[];
  /** Pointers of the object schemas that hold it; none for the items of a list. */
  readonly owners: readonly string[];
  readonly required: boolean;
  readonly forms: readonly Located[];
}

/** Every field of an operation's success, at every depth, with the envelope and the items of lists. */
export function listPlaces(operation: Operation): Place[] {
  const { spec, success, failure } = operation;
  return listMembers(spec.at(success), []).map((place) =>
    isOfEnvelope(place, operation)
      ? {
          ...place,
          sites: [...place.sites, `${failure}/properties/${place.path[0]}`],
          owners: [...place.owners, failure],
        }
      : place,
  );
}

/** Whether refusals have it too. */
export function isOfEnvelope({ path }: Pick<Place, 'path'>, { spec, failure }: Operation): boolean {
  return path.length === 1 && listRequired(spec.at(failure).schema).includes(path[0] ?? '');
}

/** The types of a place. Where only the empty text may stand, for nothing at all, text is not a type of it. */
export function placeTypes({ forms }: Place): readonly string[] {
  const telling = forms.filter(({ schema }) => !(Array.isArray(schema.enum) && schema.enum.join('') === ''));
  return [...new Set(telling.flatMap(({ schema }) => listTypes(schema)))];
}

export function objectForm({ forms }: Pick<Place, 'forms'>): Located | undefined {
  return forms.find((form) => memberSites(form).size > 0);
}

/** Whether something is described of a place: an object without members could hold anything. */
export function saysSomething({ forms }: Pick<Place, 'forms'>): boolean {
  return forms.some((form) => memberSites(form).size > 0 || listTypes(form.schema).join() !== 'object');
}

function listMembers(object: Located, path: readonly string[]): Place[] {
  const required = listRequired(object.schema);
  return [...memberSites(object)].flatMap(([name, site]) => {
    const names = [...path, name];
    return withinPlace(placeAt(object, site, names, [object.pointer], required.includes(name)));
  });
}

function withinPlace(place: Place): Place[] {
  const object = objectForm(place);
  const list = place.forms.find(({ schema }) => schema.items !== undefined);
  return [
    place,
    ...(object ? listMembers(object, place.path) : []),
    ...(list ? withinPlace(placeAt(list, `${list.pointer}/items`, [...place.path, '*'], [], false)) : []),
  ];
}

function placeAt(
  { spec }: Located,
  site: string,
  path: readonly string[],
  owners: readonly string[],
  required: boolean,
): Place {
  const pointer = path.map((name) => `/${escapeSegment(name)}`).join('');
  return { pointer, path, sites: [site], owners, required, forms: listForms(spec.at(site)) };
}
