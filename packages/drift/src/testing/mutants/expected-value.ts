import type { OperationId } from '@trtc-call/spec/v1';
import { escaped, isRecord, listedWords, located, memberSites, requiredOf } from '../conforming/document.ts';
import { baseExchanges } from './base-exchanges.ts';
import { changeAt, isSuccess } from './change-body.ts';
import type { Expected } from './mutant.ts';
import { isOfEnvelope, objectForm, type Place, placeTypes } from './places.ts';
import { fitsSchema } from './wire.ts';

/** What has to be found when other values stand at a place, by what the contract says of each value. */
export function expectedOf(
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
  if (!placeTypes(place).includes(typeOf(value))) return [one('type-changed', pointer, sites)];
  const object = objectForm(place);
  if (!object || !isRecord(value)) return [one('out-of-range', pointer, [located(site).pointer])];
  const members = memberSites(object);
  return [
    ...requiredOf(object.schema)
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

function typeOf(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  if (typeof value === 'number') return Number.isInteger(value) ? 'integer' : 'number';
  return typeof value;
}
