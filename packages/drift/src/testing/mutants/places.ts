import type { OperationId } from '@trtc-call/spec/v1';
import { successPointer } from '../conforming/answers.ts';
import {
  escaped,
  formsOf,
  type Located,
  located,
  memberSites,
  requiredOf,
  typesOf,
} from '../conforming/document.ts';

/** A field of an answer, or the items of a list. */
export interface Place {
  /** JSON Pointer into the answer, with `*` for every index. */
  readonly pointer: string;
  /** The same as names. */
  readonly path: readonly string[];
  /** Pointers into the contract of where it is described; refusals describe the envelope a second time. */
  readonly sites: readonly string[];
  /** Pointers of the object schemas that hold it; none for the items of a list. */
  readonly owners: readonly string[];
  readonly required: boolean;
  readonly forms: readonly Located[];
}

const failure = '#/components/schemas/Failure';

/** Every field of an operation's success, at every depth, with the envelope and the items of lists. */
export function placesOf(operationId: OperationId): Place[] {
  return membersOf(located(successPointer(operationId)), []).map((place) =>
    isOfEnvelope(place)
      ? {
          ...place,
          sites: [...place.sites, `${failure}/properties/${place.path[0]}`],
          owners: [...place.owners, failure],
        }
      : place,
  );
}

/** Whether refusals have it too. */
export function isOfEnvelope({ path }: Pick<Place, 'path'>): boolean {
  return path.length === 1 && requiredOf(located(failure).schema).includes(path[0] ?? '');
}

/** The types of a place. Where only the empty text may stand, for nothing at all, text is no type of it. */
export function placeTypes({ forms }: Place): readonly string[] {
  const telling = forms.filter(({ schema }) => !(Array.isArray(schema.enum) && schema.enum.join('') === ''));
  return [...new Set(telling.flatMap(({ schema }) => typesOf(schema)))];
}

/** The form of a place that has members, if it has one. */
export function objectForm({ forms }: Pick<Place, 'forms'>): Located | undefined {
  return forms.find((form) => memberSites(form).size > 0);
}

function membersOf(object: Located, path: readonly string[]): Place[] {
  const required = requiredOf(object.schema);
  return [...memberSites(object)].flatMap(([name, site]) =>
    withinPlace(placeAt(site, [...path, name], [object.pointer], required.includes(name))),
  );
}

function withinPlace(place: Place): Place[] {
  const object = objectForm(place);
  const list = place.forms.find(({ schema }) => schema.items !== undefined);
  return [
    place,
    ...(object ? membersOf(object, place.path) : []),
    ...(list ? withinPlace(placeAt(`${list.pointer}/items`, [...place.path, '*'], [], false)) : []),
  ];
}

function placeAt(site: string, path: readonly string[], owners: readonly string[], required: boolean): Place {
  const pointer = path.map((name) => `/${escaped(name)}`).join('');
  return { pointer, path, sites: [site], owners, required, forms: formsOf(located(site)) };
}
