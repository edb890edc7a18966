import { isObject } from '@trtc-call/reporting/values';
import { type Located, listForms, listRequired, listTypes, memberSites, type Operation } from './document.ts';
import { listMistakes, type Random, valueAt } from './values.ts';

export interface RequestDraft {
  readonly operation: Operation;
  method: string;
  path: string;
  query: [name: string, value: string][];
  contentType: string | undefined;
  /** The body, as long as it is an object. */
  fields: Record<string, unknown>;
  /** The body as text, where it is something else. */
  text: string | undefined;
}

/** The names of the query parameters, in the order of the contract; the first one is the app. */
export function listParameters({ spec }: Operation): string[] {
  return Object.keys(spec.statements.queryParameters);
}

export function rightRequest(operation: Operation, random: Random): RequestDraft {
  const fields = valueAt(operation.spec, operation.request, random, 'sometimes');
  return {
    operation,
    method: 'POST',
    path: operation.path,
    query: random
      .shuffled(listParameters(operation).map((name) => [name, parameterValue(name, random)] as const))
      .map(([name, value]) => [name, value]),
    contentType: random.pick([
      'application/json',
      'application/json; charset=utf-8',
      'Application/JSON;charset=UTF-8',
    ]),
    fields: isObject(fields) ? fields : {},
    text: undefined,
  };
}

function parameterValue(name: string, random: Random): string {
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
      return 'json';
    default:
      throw new TypeError(`Say in requests.ts what the query parameter ${name} may be.`);
  }
}

export function writeUrl({ operation, path, query }: RequestDraft, random: Random): string {
  const text = query.map(([name, value]) => `${name}=${encodeURIComponent(value)}`).join('&');
  return `${random.pick(Object.values(operation.spec.statements.servers))}${path}?${text}`;
}

export function writeBody({ text, fields }: RequestDraft): string {
  return text ?? JSON.stringify(fields);
}

/** A mistake that was made in a request, and where. */
export interface MadeMistake {
  readonly id: string;
  readonly pointer: string;
}

type Make = (draft: RequestDraft, random: Random) => readonly MadeMistake[];

function leaveOut(name: string): Make {
  return (draft) => {
    draft.query = draft.query.filter(([other]) => other !== name);
    return [{ id: `${name}-missing`, pointer: `/query/${name}` }];
  };
}

function spoil(name: string, id: string, values: readonly string[]): Make {
  return (draft, random) => {
    draft.query = draft.query.map(([other, value]) => [other, other === name ? random.pick(values) : value]);
    return [{ id, pointer: `/query/${name}` }];
  };
}

/** What can be visibly wrong with a request; each maker returns all the mistakes that it makes. */
const makers: Readonly<Record<string, Make>> = {
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
    const name = random.pick(listParameters(draft.operation));
    draft.query = draft.query.map(([other, value]) => [other === name ? other.toUpperCase() : other, value]);
    const pointer = `/query/${name}`;
    return [
      { id: `${name}-missing`, pointer },
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
};

const fieldKinds = /(?:^|-)(field-missing|field-null|field-type|field-range|scheme|not-text)$/;

/** What makes a mistake of a row, in the order of the rows; nothing for what no request shows. */
export function listMakers(operation: Operation): ReadonlyMap<string, Make> {
  const made = listMistakes(operation).flatMap(({ id }): [string, Make][] => {
    const known = makers[id];
    if (known) return [[id, known]];
    const [, kind] = fieldKinds.exec(id) ?? [];
    const wrong = kind === undefined ? [] : wrongFields(id, kind, operation);
    return wrong.length > 0 ? [[id, (draft, random) => makeFieldMistake(random.pick(wrong), draft)]] : [];
  });
  return new Map(made);
}

function body(id: string, texts: readonly string[]): Make {
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
function makeFieldMistake({ name, value, made }: WrongField, draft: RequestDraft): readonly MadeMistake[] {
  if (value === undefined) delete draft.fields[name];
  else draft.fields[name] = value;
  return made;
}

/** @param kind what is wrong, whatever the contract calls it for this operation */
function wrongFields(id: string, kind: string, operation: Operation): WrongField[] {
  const whole = operation.spec.at(operation.request);
  const required = listRequired(whole.schema);
  const own = id.slice(0, id.length - kind.length);
  return [...memberSites(whole)].flatMap(([name, site]) => {
    const pointer = `/body/${name}`;
    const member = operation.spec.at(site);
    const wrong = (value: unknown, at = pointer, ids: readonly string[] = [id]): WrongField => ({
      name,
      value,
      made: ids.map((id) => ({ id, pointer: at })),
    });
    switch (kind) {
      case 'field-missing':
        return required.includes(name) ? [wrong(undefined)] : [];
      case 'field-null':
        return [wrong(null)];
      case 'field-type':
        return ofOtherTypes(member).map((value) => wrong(value));
      case 'not-text':
        return name.toLowerCase().endsWith(own.slice(0, -1)) && listTypes(member.schema).includes('string')
          ? [wrong(5, pointer, [id, 'field-type'])]
          : [];
      case 'scheme':
        return hasPattern(member)
          ? [wrong('ftp://example.com/', pointer, [id, findRangeMistake(operation)])]
          : [];
      default:
        return outside(member, pointer).map(({ value, at }) => wrong(value, at));
    }
  });
}

function findRangeMistake(operation: Operation): string {
  return listMistakes(operation).find(({ id }) => id.endsWith('field-range'))?.id ?? '';
}

function ofOtherTypes(member: Located): unknown[] {
  const types = listForms(member).flatMap(({ schema }) => listTypes(schema));
  const samples: Readonly<Record<string, unknown>> = {
    string: 'text',
    integer: 5,
    boolean: true,
    object: { a: 1 },
    array: [],
  };
  return Object.entries(samples).flatMap(([type, value]) => (types.includes(type) ? [] : [value]));
}

function hasPattern(member: Located): boolean {
  return listForms(member).some(({ schema }) => schema.pattern !== undefined);
}

function outside(member: Located, at: string): { value: unknown; at: string }[] {
  const [form, ...others] = listForms(member);
  if (!form) return [];
  const { minimum, minLength, minItems, items, enum: words } = form.schema;
  if (words !== undefined) return [{ value: 'no_such_word', at }];
  if (others.length > 0) return [];
  if (typeof minimum === 'number') return [{ value: minimum - 1, at }];
  if (minLength !== undefined) return [{ value: '', at }];
  if (minItems !== undefined) return [{ value: [], at }];
  const inItems = items === undefined ? [] : outside(form.spec.at(`${form.pointer}/items`), `${at}/*`);
  return inItems.map(({ value, at }) => ({ value: [value], at }));
}
