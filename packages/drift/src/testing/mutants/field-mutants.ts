import { type OperationId, operations } from '@trtc-call/spec/v1';
import type { Exchange } from '../../exchanges/exchange.ts';
import { escaped, isRecord, listedWords, located } from '../conforming/document.ts';
import { baseExchanges } from './base-exchanges.ts';
import { type ChangeHolder, changeAt, isSuccess } from './change-body.ts';
import { expectedOf } from './expected-value.ts';
import type { Expected, Mutant } from './mutant.ts';
import { isOfEnvelope, objectForm, type Place, placesOf, placeTypes } from './places.ts';

/** One vendor for each field of an operation's answers and each way of changing it. */
export function fieldMutants(operationId: OperationId): Mutant[] {
  return placesOf(operationId).flatMap((place) => mutantsAt(operationId, place));
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
    decisions: decisionsOf(place),
  });
  const put = (operator: string, detail: string, make: (before: unknown) => unknown) => {
    const change: ChangeHolder = (holder, name) => {
      holder[name] = make(holder[name]);
    };
    const own = expectedOf(operationId, place, make);
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
    made.push(['string as number', '', (before) => (typeof before === 'string' ? numberOf(before) : before)]);
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

function numberOf(text: string): number {
  return /^\d{1,9}$/.test(text) ? Number(text) : 1688705668;
}

/** Data is described in successes only; what comes with a refusal is free. */
function changed(twin: Exchange, place: Place, change: ChangeHolder): Exchange {
  return isOfEnvelope(place) || isSuccess(twin) ? changeAt(twin, place.path, change) : twin;
}

function decisionsOf({ sites, forms }: Place): string[] {
  const schemas = [...sites.map((site) => located(site).schema), ...forms.map(({ schema }) => schema)];
  const named = schemas.flatMap((schema) => {
    const decisions: unknown = isRecord(schema) ? schema['x-decision'] : undefined;
    return Array.isArray(decisions) ? decisions.map(String) : [];
  });
  return [...new Set(named)];
}
