import { type OperationId, operations } from '@trtc-call/spec/v1';
import { citations } from '@trtc-call/spec/v1/sources';
import type { Exchange } from '../../traffic/exchange.ts';
import {
  escaped,
  isRecord,
  listedWords,
  listRequired,
  located,
  memberSites,
} from '../conforming/document.ts';
import {
  baseExchanges,
  type ChangeHolder,
  changeAt,
  isOfEnvelope,
  isSuccess,
  listPlaces,
  objectForm,
  type Place,
  placeTypes,
} from './base.ts';
import type { Expected, Mutant } from './mutant.ts';
import { fitsSchema } from './try-mutants.ts';

/** One vendor for each field of an operation's answers and each way of changing it. */
export function fieldMutants(operationId: OperationId): Mutant[] {
  return listPlaces(operationId).flatMap((place) => mutantsAt(operationId, place));
}

function mutantsAt(operationId: OperationId, place: Place): Mutant[] {
  const mutant = (
    operator: string,
    detail: string,
    change: ChangeHolder,
    expected: readonly Expected[],
  ): Mutant => ({
    operationId,
    operator,
    place: place.pointer,
    detail,
    pairs: () => baseExchanges(operationId).map((twin) => ({ twin, mutated: changed(twin, place, change) })),
    expected,
    hides: place.pointer,
    decisions: listDecisions(place),
  });
  const put = (operator: string, detail: string, make: (before: unknown) => unknown) => {
    const change: ChangeHolder = (holder, name) => {
      holder[name] = make(holder[name]);
    };
    const own = expectValues(operationId, place, make);
    // The one text that is free by its form, and not by what was asked.
    const isOther = operator === 'reword' && place.pointer === '/data/callId';
    return mutant(operator, detail, change, isOther ? [...own, otherCall(operationId)] : own);
  };
  return [
    ...memberMutants(operationId, place, mutant),
    ...otherTypes(place).map(([type, value]) => put('retype', `to ${type}`, () => value)),
    put('null', '', () => null),
    ...otherValues(place).map(([operator, detail, make]) => put(operator, detail, make)),
  ];
}

function otherCall(operationId: OperationId): Expected {
  const site = `#/paths/${escaped(operations[operationId].path)}/post/responses/200`;
  return { rule: 'mismatch', subject: operationId, pointer: '/data/callId', sites: [site] };
}

/** What can be done to a member of an object, but not to the items of a list. */
function memberMutants(
  operationId: OperationId,
  place: Place,
  mutant: (operator: string, detail: string, change: ChangeHolder, expected: readonly Expected[]) => Mutant,
): Mutant[] {
  const { pointer, owners, required, sites, path } = place;
  if (owners.length === 0) return [];
  const parent = pointer.slice(0, pointer.lastIndexOf('/'));
  const isCode = pointer === '/errorCode';
  const gone: Expected = {
    rule: isCode ? 'envelope-broken' : required ? 'missing-field' : 'never-seen',
    subject: operationId,
    pointer,
    sites: required && !isCode ? owners.map((owner) => `${owner}/required`) : sites,
  };
  const added = (name: string): Expected => ({
    rule: 'undocumented-field',
    subject: operationId,
    pointer: `${parent}/${escaped(name)}`,
    sites: owners.map((owner) => `${owner}/properties`),
  });
  const name = path.at(-1) ?? '';
  return [
    mutant('remove', '', (holder) => delete holder[name], [gone]),
    mutant(
      'rename',
      '',
      (holder) => {
        holder[`${name}Renamed`] = holder[name];
        delete holder[name];
      },
      [gone, added(`${name}Renamed`)],
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

function otherValues(place: Place): (readonly [operator: string, detail: string, make: Make])[] {
  const types = placeTypes(place);
  const words = listedWords(place.forms);
  const made: (readonly [string, string, Make])[] = [];
  if (words) made.push(['widen enum', 'a word', () => 'hologram'], ['widen enum', 'capitals', capitals]);
  if (types.includes('integer')) {
    made.push(['number as string', '', (before) => (typeof before === 'number' ? String(before) : before)]);
  }
  if (types.includes('string')) {
    made.push(['string as number', '', (before) => (typeof before === 'string' ? toNumber(before) : before)]);
    if (!words && types[0] === 'string') made.push(['reword', '', () => 'in other words']);
  }
  if (types.includes('array')) made.push(['empty array', '', () => []]);
  if (!types.includes('array')) made.push(['empty array', 'in its place', () => []]);
  if (objectForm(place)) {
    made.push(['envelope', 'wrapped', (before) => ({ result: before })]);
    made.push(['envelope', 'emptied', () => ({})], ['envelope', 'empty text', () => '']);
  }
  for (const { schema } of place.forms) {
    const { minimum, maximum, minLength } = schema;
    if (typeof minimum === 'number') made.push(['out of range', 'too small', () => minimum - 1]);
    if (typeof maximum === 'number') made.push(['out of range', 'too large', () => maximum + 1]);
    if (typeof minLength === 'number' && minLength > 0) made.push(['out of range', 'too short', () => '']);
  }
  return made;
}

function capitals(before: unknown): unknown {
  return typeof before === 'string' ? before.toUpperCase() : before;
}

function toNumber(text: string): number {
  return /^\d{1,9}$/.test(text) ? Number(text) : 1688705668;
}

/** Data is described in successes only; what comes with a refusal is free. */
function changed(twin: Exchange, place: Place, change: ChangeHolder): Exchange {
  return isOfEnvelope(place) || isSuccess(twin) ? changeAt(twin, place.path, change) : twin;
}

function listDecisions({ sites, forms }: Place): string[] {
  const statements = [...sites, ...[...sites.map(located), ...forms].map(({ pointer }) => pointer)];
  return [...new Set(statements.flatMap((pointer) => citations[pointer]?.decision ?? []))];
}

/** What has to be found when other values stand at a place, by what the contract says of each value. */
function expectValues(
  operationId: OperationId,
  place: Place,
  make: (before: unknown) => unknown,
): Expected[] {
  const found = new Map<string, Expected>();
  const values = valuesAt(operationId, place);
  const ids = values.map(make).filter((id) => typeof id === 'string' || Number.isInteger(id));
  if (place.pointer === '/requestId' && new Set(ids.map(String)).size < ids.length) {
    found.set('id', {
      rule: 'request-id-repeated',
      subject: operationId,
      pointer: '/requestId',
      sites: ['#/components/schemas/RequestId'],
    });
  }
  for (const value of values) {
    const after = make(value);
    if (JSON.stringify(after) === JSON.stringify(value)) continue;
    for (const one of expectedFor(operationId, place, after)) found.set(`${one.rule} ${one.pointer}`, one);
  }
  return found.size > 0 ? [...found.values()] : unseenThen(operationId, place, make);
}

/** Every value that the answers of a vendor that conforms have there. */
function valuesAt(operationId: OperationId, place: Place): unknown[] {
  const values: unknown[] = [];
  for (const exchange of baseExchanges(operationId)) {
    if (!isOfEnvelope(place) && !isSuccess(exchange)) continue;
    changeAt(exchange, place.path, (holder, name) => values.push(holder[name]));
  }
  return values;
}

function expectedFor(operationId: OperationId, place: Place, value: unknown): Expected[] {
  const { pointer, sites } = place;
  const [site = ''] = sites;
  const one = (rule: Expected['rule'], at: string, statements: readonly string[]): Expected => ({
    rule,
    subject: operationId,
    pointer: at,
    sites: statements,
  });
  const isCode = pointer === '/errorCode';
  if (fitsSchema(isCode ? '#/components/schemas/ErrorCode' : site, value)) {
    const words = listedWords(place.forms);
    if (!words || words.includes(String(value))) return [];
    const list = place.forms.find(({ schema }) => schema.enum !== undefined)?.pointer ?? site;
    return [one('unlisted-word', pointer, [`${list}/enum`])];
  }
  if (isCode) return [one('envelope-broken', pointer, ['#/components/schemas/Failure/properties/errorCode'])];
  if (!placeTypes(place).includes(getType(value))) return [one('type-changed', pointer, sites)];
  const object = objectForm(place);
  if (!object || !isRecord(value)) return [one('out-of-range', pointer, [located(site).pointer])];
  const members = memberSites(object);
  return [
    ...listRequired(object.schema)
      .filter((name) => !Object.hasOwn(value, name))
      .map((name) => one('missing-field', `${pointer}/${escaped(name)}`, [`${object.pointer}/required`])),
    ...Object.keys(value)
      .filter((name) => !members.has(name))
      .map((name) =>
        one('undocumented-field', `${pointer}/${escaped(name)}`, [`${object.pointer}/properties`]),
      ),
  ];
}

/** A value that conforms and says nothing, in all answers: the fields that it could have are never seen. */
function unseenThen(
  operationId: OperationId,
  { pointer, forms, sites }: Place,
  make: (before: unknown) => unknown,
): Expected[] {
  const after = make('something');
  const never = (at: string, site: string): Expected[] => [
    { rule: 'never-seen', subject: operationId, pointer: at, sites: [site] },
  ];
  const list = forms.find(({ schema }) => schema.items !== undefined);
  if (list && Array.isArray(after) && after.length === 0) {
    return never(`${pointer}/*`, `${list.pointer}/items`);
  }
  const object = objectForm({ forms });
  const isEmpty = after === null || after === '' || (isRecord(after) && Object.keys(after).length === 0);
  const [site = ''] = sites;
  return object && isEmpty && fitsSchema(site, after) ? never(pointer, `${site}/anyOf/0`) : [];
}

function getType(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  if (typeof value === 'number') return Number.isInteger(value) ? 'integer' : 'number';
  return typeof value;
}
