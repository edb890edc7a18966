import { isObject } from '@trtc-call/reporting/values';
import { escapeSegment } from '../../contract/schema-node.ts';
import type { Exchange } from '../../traffic/exchange.ts';
import {
  type Located,
  listedWords,
  listRequired,
  memberSites,
  type Operation,
} from '../conforming/document.ts';
import {
  baseExchanges,
  type ChangeHolder,
  changeAt,
  isOfEnvelope,
  isSuccess,
  listPlaces,
  listValues,
  objectForm,
  type Place,
  placeTypes,
  saysSomething,
} from './base.ts';
import { type Expected, expectAt, type Mutant } from './mutant.ts';
import { fitsSchema } from './try-mutants.ts';

/** One vendor for each field of an operation's answers and each way of changing it. */
export function fieldMutants(operation: Operation): Mutant[] {
  return listPlaces(operation).flatMap((place) => mutantsAt(operation, place));
}

function mutantsAt(operation: Operation, place: Place): Mutant[] {
  const mutant = (
    operator: string,
    detail: string,
    change: ChangeHolder,
    expected: readonly Expected[],
  ): Mutant => ({
    operation,
    operator,
    place: place.pointer,
    detail,
    pairs: () =>
      baseExchanges(operation).map((twin) => ({ twin, mutated: changed(twin, operation, place, change) })),
    expected,
    hides: place.pointer,
    decisions: listDecisions(operation, place),
  });
  const put = (operator: string, detail: string, make: (before: unknown) => unknown) => {
    const change: ChangeHolder = (holder, name) => {
      holder[name] = make(holder[name]);
    };
    const own = expectValues(operation, place, make);
    // The one text that is free by its form, and not by what was asked.
    const isOther = operator === 'reword' && place.pointer === findAskedCall(operation);
    const site = `${operation.post}/responses/200`;
    const other = isOther ? [expectAt(operation, 'mismatch', place.pointer, site)] : [];
    return mutant(operator, detail, change, [...own, ...other]);
  };
  return [
    ...memberMutants(operation, place, mutant),
    ...otherTypes(place).map(([type, value]) => put('retype', `to ${type}`, () => value)),
    put('null', '', () => null),
    ...otherValues(place).map(([operator, detail, make]) => put(operator, detail, make)),
  ];
}

/** The list of what is required in the file that describes the member: the envelope's is in a file of its own. */
function findPromise({ spec }: Operation, owner: string, path: readonly string[]): string {
  const name = escapeSegment(path.at(-1) ?? '');
  const file = (pointer: string) => spec.readLocations()[pointer]?.file ?? '';
  const own = `${owner}/required`;
  const describing = file(`${owner}/properties/${name}`);
  if (describing === file(own)) return own;
  return `#/components/schemas/${describing.split('/').at(-1)?.replace('.yaml', '')}/required`;
}

function findAskedCall({ spec, operationId }: Operation): string | undefined {
  const path = spec.names.records[operationId];
  if (!path || path.includes('*')) return undefined;
  return `/${[spec.statements.envelope.data, ...path, spec.names.call].join('/')}`;
}

/** What can be done to a member of an object, but not to the items of a list. */
function memberMutants(
  operation: Operation,
  place: Place,
  mutant: (operator: string, detail: string, change: ChangeHolder, expected: readonly Expected[]) => Mutant,
): Mutant[] {
  const { pointer, owners, required, sites, path } = place;
  if (owners.length === 0) return [];
  const parent = pointer.slice(0, pointer.lastIndexOf('/'));
  const isCode = pointer === codePointer(operation);
  const goneSites = required && !isCode ? owners.map((owner) => findPromise(operation, owner, path)) : sites;
  const goneRule = isCode ? 'envelope-broken' : required ? 'missing-field' : 'never-seen';
  // An object without described members has none to miss.
  const gone = required || saysSomething(place) ? [expectAt(operation, goneRule, pointer, ...goneSites)] : [];
  const added = (name: string) =>
    expectAt(
      operation,
      'undocumented-field',
      `${parent}/${escapeSegment(name)}`,
      ...owners.map((owner) => `${owner}/properties`),
    );
  const name = path.at(-1) ?? '';
  return [
    mutant('remove', '', (holder) => delete holder[name], gone),
    mutant(
      'rename',
      '',
      (holder) => {
        holder[`${name}Renamed`] = holder[name];
        delete holder[name];
      },
      [...gone, added(`${name}Renamed`)],
    ),
    mutant('new sibling', 'a number', (holder) => (holder[`${name}V2`] = 1), [added(`${name}V2`)]),
    mutant('new sibling', 'an object', (holder) => (holder[`${name}V2`] = { of: [name] }), [
      added(`${name}V2`),
    ]),
  ];
}

const samples: readonly (readonly [type: string, value: unknown])[] = [
  ['string', 'text'],
  ['integer', 7],
  ['number', 1.5],
  ['boolean', true],
  ['object', { of: 1 }],
  ['array', ['text']],
];

/** A value of each type but the one that the place has first of all. */
function otherTypes(place: Place): typeof samples {
  const [own] = placeTypes(place);
  return samples.filter(([type]) => type !== own && !(own === 'number' && type === 'integer'));
}

type Make = (before: unknown) => unknown;

type MadeValue = readonly [operator: string, detail: string, make: Make];

function otherValues(place: Place): MadeValue[] {
  const types = placeTypes(place);
  const words = listedWords(place.forms);
  const isText = types[0] === 'string' && !words;
  const possible: readonly (readonly [isPossible: boolean, ...MadeValue])[] = [
    [words !== undefined, 'widen enum', 'a word', () => 'hologram'],
    [words !== undefined, 'widen enum', 'capitals', capitals],
    [types.includes('integer'), 'number as string', '', (one) => (typeof one === 'number' ? `${one}` : one)],
    [
      types.includes('string'),
      'string as number',
      '',
      (one) => (typeof one === 'string' ? toNumber(one) : one),
    ],
    [isText, 'reword', '', () => 'in other words'],
    [types.includes('array'), 'empty array', '', () => []],
    [!types.includes('array'), 'empty array', 'in its place', () => []],
    [objectForm(place) !== undefined, 'envelope', 'wrapped', (one) => ({ result: one })],
    [objectForm(place) !== undefined, 'envelope', 'emptied', () => ({})],
    [objectForm(place) !== undefined, 'envelope', 'empty text', () => ''],
    [findBareObject(place) !== undefined, 'new member', 'of an object without any', () => ({ CallId: 'x' })],
  ];
  const made = possible.flatMap(([isPossible, ...value]) => (isPossible ? [value] : []));
  return [...made, ...place.forms.flatMap(valuesOutOfRange)];
}

function valuesOutOfRange({ schema: { minimum, maximum, minLength } }: Located): MadeValue[] {
  const made: MadeValue[] = [];
  if (typeof minimum === 'number') made.push(['out of range', 'too small', () => minimum - 1]);
  if (typeof maximum === 'number') made.push(['out of range', 'too large', () => maximum + 1]);
  if (typeof minLength === 'number' && minLength > 0) made.push(['out of range', 'too short', () => '']);
  return made;
}

/** The form of a place that is an object of which nothing is said: every member of it is news. */
function findBareObject({ forms }: Place): Located | undefined {
  return forms.find(
    ({ schema: { type, properties, additionalProperties, maxProperties } }) =>
      type === 'object' &&
      [properties, additionalProperties, maxProperties].every((keyword) => keyword === undefined),
  );
}

function capitals(before: unknown): unknown {
  return typeof before === 'string' ? before.toUpperCase() : before;
}

function toNumber(text: string): number {
  return /^\d{1,9}$/.test(text) ? Number(text) : 1688705668;
}

/** Data is described in successes only; what comes with a refusal is free. */
function changed(twin: Exchange, operation: Operation, place: Place, change: ChangeHolder): Exchange {
  return isOfEnvelope(place, operation) || isSuccess(twin, operation)
    ? changeAt(twin, place.path, change)
    : twin;
}

function codePointer({ spec }: Operation): string {
  return `/${spec.statements.envelope.code}`;
}

function listDecisions({ spec }: Operation, { sites, forms }: Place): string[] {
  const statements = [...sites, ...[...sites.map(spec.at), ...forms].map(({ pointer }) => pointer)];
  return [...new Set(statements.flatMap((pointer) => spec.citations[pointer]?.decision ?? []))];
}

/** What has to be found when other values stand at a place, by what the contract says of each value. */
function expectValues(operation: Operation, place: Place, make: (before: unknown) => unknown): Expected[] {
  const found = new Map<string, Expected>();
  const values = valuesAt(operation, place);
  const ids = values.map(make).filter((id) => typeof id === 'string' || Number.isInteger(id));
  const { requestId } = operation.spec.statements.envelope;
  if (place.pointer === `/${requestId}` && new Set(ids.map(String)).size < ids.length) {
    const site = '#/components/schemas/RequestId';
    found.set('id', expectAt(operation, 'request-id-repeated', place.pointer, site));
  }
  const looked = new Set<string>();
  for (const value of values) {
    const after = make(value);
    const text = JSON.stringify(after);
    if (text === JSON.stringify(value) || looked.has(text)) continue;
    looked.add(text);
    for (const finding of expectedFor(operation, place, after))
      found.set(`${finding.rule} ${finding.pointer}`, finding);
  }
  return found.size > 0 ? [...found.values()] : unseenThen(operation, place, make);
}

function valuesAt(operation: Operation, place: Place): unknown[] {
  const isInAll = isOfEnvelope(place, operation);
  return baseExchanges(operation)
    .filter((exchange) => isInAll || isSuccess(exchange, operation))
    .flatMap((exchange) => listValues(exchange, place.path));
}

function expectedFor(operation: Operation, place: Place, value: unknown): Expected[] {
  const { spec, failure } = operation;
  const { pointer, sites } = place;
  const [site = ''] = sites;
  const one = (rule: Expected['rule'], at: string, statements: readonly string[]) =>
    expectAt(operation, rule, at, ...statements);
  const isCode = pointer === codePointer(operation);
  const bare = findBareObject(place);
  if (bare && isObject(value)) {
    return Object.keys(value).map((name) => one('undocumented-field', `${pointer}/${name}`, [bare.pointer]));
  }
  if (fitsSchema(spec, isCode ? '#/components/schemas/ErrorCode' : site, value)) {
    const words = listedWords(place.forms);
    if (!words || typeof value !== 'string' || words.includes(value)) return [];
    const list = place.forms.find(({ schema }) => schema.enum !== undefined)?.pointer ?? site;
    return [one('unlisted-word', pointer, [`${list}/enum`])];
  }
  if (isCode) return [one('envelope-broken', pointer, [`${failure}/properties${pointer}`])];
  if (!placeTypes(place).includes(getType(value))) return [one('type-changed', pointer, sites)];
  const object = objectForm(place);
  if (!object || !isObject(value)) {
    const described = sites.map((statement) => spec.at(statement).pointer);
    return [one('out-of-range', pointer, described)];
  }
  const at = (name: string) => `${pointer}/${escapeSegment(name)}`;
  const members = memberSites(object);
  return [
    ...listRequired(object.schema)
      .filter((name) => !Object.hasOwn(value, name))
      .map((name) => one('missing-field', at(name), [`${object.pointer}/required`])),
    ...Object.keys(value)
      .filter((name) => !members.has(name))
      .map((name) => one('undocumented-field', at(name), [`${object.pointer}/properties`])),
  ];
}

/** A value that conforms and says nothing, in all answers: the fields that it could have are never seen. */
function unseenThen(
  operation: Operation,
  { pointer, forms, sites }: Place,
  make: (before: unknown) => unknown,
): Expected[] {
  const after = make('something');
  const never = (at: string, site: string) => [expectAt(operation, 'never-seen', at, site)];
  const list = forms.find(({ schema }) => schema.items !== undefined);
  if (list && Array.isArray(after) && after.length === 0) {
    return never(`${pointer}/*`, `${list.pointer}/items`);
  }
  const object = objectForm({ forms });
  const isEmpty = after === null || after === '' || (isObject(after) && Object.keys(after).length === 0);
  const [site = ''] = sites;
  return object && isEmpty && fitsSchema(operation.spec, site, after)
    ? never(pointer, `${site}/anyOf/0`)
    : [];
}

function getType(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  if (typeof value === 'number') return Number.isInteger(value) ? 'integer' : 'number';
  return typeof value;
}
