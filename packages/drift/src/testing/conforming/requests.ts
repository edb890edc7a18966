import { type MistakeId, type OperationId, operations, queryParameters, servers } from '@trtc-call/spec/v1';
import {
  isRecord,
  type Located,
  listForms,
  listRequired,
  listTypes,
  located,
  memberSites,
} from './document.ts';
import { type Random, valueAt } from './values.ts';

/** A request before it is written down, so that mistakes can be made in it. */
export interface RequestDraft {
  readonly operationId: OperationId;
  method: string;
  path: string;
  query: [name: string, value: string][];
  contentType: string | undefined;
  /** The body, as long as it is an object. */
  fields: Record<string, unknown>;
  /** The body as text, where it is something else. */
  text: string | undefined;
}

export type ParameterName = keyof typeof queryParameters;

/** In the order of the contract. */
export const parameterNames: readonly ParameterName[] = Object.values(queryParameters).map(
  ({ name }) => name,
);

/** A request that the contract allows. */
export function rightRequest(operationId: OperationId, random: Random): RequestDraft {
  const fields = valueAt(locateRequestSchema(operationId).pointer, random, 'sometimes');
  return {
    operationId,
    method: 'POST',
    path: operations[operationId].path,
    query: random
      .shuffled(parameterNames.map((name) => [name, parameterValue(name, random)] as const))
      .map(([name, value]) => [name, value]),
    contentType: random.pick([
      'application/json',
      'application/json; charset=utf-8',
      'Application/JSON;charset=UTF-8',
    ]),
    fields: isRecord(fields) ? fields : {},
    text: undefined,
  };
}

/** The schema of an operation's request. */
export function locateRequestSchema(operationId: OperationId): Located {
  const path = operations[operationId].path.replaceAll('/', '~1');
  return located(`#/paths/${path}/post/requestBody/content/application~1json/schema`);
}

/** A value that a query parameter may have. */
function parameterValue(name: ParameterName, random: Random): string {
  switch (name) {
    case 'sdkappid':
      return String(1_400_000_000 + random.below(4));
    case 'identifier':
      return random.pick(['administrator', 'ops_2', 'Admin-1']);
    case 'usersig':
      return random.chance(0.5) ? '[redacted]' : 'eJwrzE*KSSxKTVFISc1JLUlNUchMqSwoAQA7iwfB';
    case 'random':
      return String(random.below(2 ** 32));
    case 'contenttype':
      return queryParameters.contenttype.words[0];
  }
}

/** The URL of a request, at one of the vendor's hosts. */
export function writeUrl({ path, query }: RequestDraft, random: Random): string {
  const text = query.map(([name, value]) => `${name}=${encodeURIComponent(value)}`).join('&');
  return `${random.pick(Object.values(servers))}${path}?${text}`;
}

/** The body of a request as it is sent. */
export function writeBody({ text, fields }: RequestDraft): string {
  return text ?? JSON.stringify(fields);
}

/** A mistake that was made in a request, and where. */
export interface MadeMistake {
  readonly id: MistakeId;
  /** `/query/random`, `/body/callId` or the like. */
  readonly pointer: string;
}

type Make = (draft: RequestDraft, random: Random) => readonly MadeMistake[];

const missing: Readonly<Record<ParameterName, MistakeId>> = {
  sdkappid: 'sdkappid-missing',
  identifier: 'identifier-missing',
  usersig: 'usersig-missing',
  random: 'random-missing',
  contenttype: 'contenttype-missing',
};

function leaveOut(name: ParameterName): Make {
  return (draft) => {
    draft.query = draft.query.filter(([other]) => other !== name);
    return [{ id: missing[name], pointer: `/query/${name}` }];
  };
}

function spoil(name: ParameterName, id: MistakeId, values: readonly string[]): Make {
  return (draft, random) => {
    draft.query = draft.query.map(([other, value]) => [other, other === name ? random.pick(values) : value]);
    return [{ id, pointer: `/query/${name}` }];
  };
}

/** What can be wrong with a request so that everybody sees it; each maker tells all the mistakes that it makes. */
export const visibleMistakes: Readonly<Partial<Record<MistakeId, Make>>> = {
  'method-not-post': (draft, random) => {
    draft.method = random.pick(['GET', 'PUT', 'DELETE', 'PATCH']);
    return [{ id: 'method-not-post', pointer: '/method' }];
  },
  'sdkappid-missing': leaveOut('sdkappid'),
  'sdkappid-invalid': spoil('sdkappid', 'sdkappid-invalid', ['0', '-1', '1.5', 'my-app']),
  'identifier-missing': leaveOut('identifier'),
  'usersig-missing': leaveOut('usersig'),
  'usersig-invalid': spoil('usersig', 'usersig-invalid', ['not a sign', 'a.b.c', '%']),
  'random-missing': leaveOut('random'),
  'random-invalid': spoil('random', 'random-invalid', ['-1', '4294967296', '0.5', 'seven']),
  'contenttype-missing': leaveOut('contenttype'),
  'contenttype-invalid': spoil('contenttype', 'contenttype-invalid', ['JSON', 'xml', 'application/json']),
  'parameter-wrong-case': (draft, random) => {
    const name = random.pick(parameterNames);
    draft.query = draft.query.map(([other, value]) => [other === name ? other.toUpperCase() : other, value]);
    const pointer = `/query/${name}`;
    return [
      { id: missing[name], pointer },
      { id: 'parameter-wrong-case', pointer },
    ];
  },
  'parameter-repeated': (draft, random) => {
    draft.query = [...draft.query, ['random', String(random.below(1000))], ['random', '1001']];
    return [{ id: 'parameter-repeated', pointer: '/query/random' }];
  },
  'content-type-wrong': (draft, random) => {
    draft.contentType = random.pick([undefined, 'text/plain', 'application/x-www-form-urlencoded']);
    return [{ id: 'content-type-wrong', pointer: '/headers/content-type' }];
  },
  'body-empty': body('body-empty', ['', '  \n']),
  'body-malformed': body('body-malformed', ['{', '{"callId":}', 'callId=1', "{'callId':'1'}"]),
  'body-not-object': body('body-not-object', ['[]', '"text"', '5', 'null', 'true']),
  'body-too-large': (draft) => {
    draft.fields['x-more'] = 'x'.repeat(100_000);
    return [{ id: 'body-too-large', pointer: '/body' }];
  },
  'field-missing': (draft, random) => makeFieldMistake('field-missing', draft, random),
  'field-null': (draft, random) => makeFieldMistake('field-null', draft, random),
  'field-type': (draft, random) => makeFieldMistake('field-type', draft, random),
  'field-range': (draft, random) => makeFieldMistake('field-range', draft, random),
  'address-scheme': (draft, random) => makeFieldMistake('address-scheme', draft, random),
};

function body(id: MistakeId, texts: readonly string[]): Make {
  return (draft, random) => {
    draft.text = random.pick(texts);
    return [{ id, pointer: '/body' }];
  };
}

/** A member of a request, the value that makes it wrong, and what is wrong about it then. */
interface WrongField {
  readonly name: string;
  readonly value: unknown;
  readonly made: readonly MadeMistake[];
}

/** Makes a mistake in one member of the body. */
function makeFieldMistake(id: MistakeId, draft: RequestDraft, random: Random): readonly MadeMistake[] {
  const { name, value, made } = random.pick(wrongFields(id, draft));
  if (value === undefined) delete draft.fields[name];
  else draft.fields[name] = value;
  return made;
}

function wrongFields(id: MistakeId, { operationId }: RequestDraft): WrongField[] {
  const whole = locateRequestSchema(operationId);
  const required = listRequired(whole.schema);
  return [...memberSites(whole)].flatMap(([name, site]) => {
    const pointer = `/body/${name}`;
    const wrong = (value: unknown, at = pointer, ids: readonly MistakeId[] = [id]): WrongField => ({
      name,
      value,
      made: ids.map((one) => ({ id: one, pointer: at })),
    });
    switch (id) {
      case 'field-missing':
        return required.includes(name) ? [wrong(undefined)] : [];
      case 'field-null':
        return [wrong(null)];
      case 'field-type':
        return ofOtherTypes(site).map((value) => wrong(value));
      case 'address-scheme':
        return hasPattern(site)
          ? [wrong('ftp://example.com/', pointer, ['address-scheme', 'field-range'])]
          : [];
      default:
        return outside(site, pointer).map(({ value, at }) => wrong(value, at));
    }
  });
}

function ofOtherTypes(site: string): unknown[] {
  const types = listForms(located(site)).flatMap(({ schema }) => listTypes(schema));
  const samples: Readonly<Record<string, unknown>> = {
    string: 'text',
    integer: 5,
    boolean: true,
    object: { a: 1 },
    array: [],
  };
  return Object.entries(samples).flatMap(([type, value]) => (types.includes(type) ? [] : [value]));
}

function hasPattern(site: string): boolean {
  return listForms(located(site)).some(({ schema }) => schema.pattern !== undefined);
}

function outside(site: string, at: string): { value: unknown; at: string }[] {
  const [form, ...others] = listForms(located(site));
  if (!form) return [];
  const { minimum, minLength, items, enum: words } = form.schema;
  if (words !== undefined) return [{ value: 'no_such_word', at }];
  if (others.length > 0) return [];
  if (typeof minimum === 'number') return [{ value: minimum - 1, at }];
  if (minLength !== undefined) return [{ value: '', at }];
  const inItems = items === undefined ? [] : outside(`${form.pointer}/items`, `${at}/*`);
  return inItems.map((one) => ({ value: [one.value], at: one.at }));
}
