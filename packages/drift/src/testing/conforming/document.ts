import { isObject } from '@trtc-call/reporting/values';
import type { OperationEntry } from '@trtc-call/spec';
import type { OpenApiSchema } from '@trtc-call/spec/v1/openapi';
import { type Generation, type GenerationSource, generationSources } from '../../contract/generations.ts';
import { escapeSegment, splitPointer } from '../../contract/schema-node.ts';

// The contract read a second time, apart from src/contract: what is expected of the judge must not come from the judge.

/** What a generation states, for making exchanges. */
export interface Spec extends GenerationSource {
  readonly operations: readonly Operation[];
  /** The schema at a pointer, or the one that it refers to. */
  at(pointer: string): Located;
}

export interface Operation extends OperationEntry {
  readonly spec: Spec;
  readonly subject: string;
  readonly post: string;
  readonly request: string;
  readonly success: string;
  readonly failure: string;
}

export interface Located {
  readonly spec: Spec;
  readonly pointer: string;
  readonly schema: OpenApiSchema;
}

function createSpec(source: GenerationSource): Spec {
  const operations: Operation[] = [];
  // Thousands of values are made of few schemas.
  const schemas = new Map<string, Located>();
  const follow = (pointer: string): Located => {
    const schema = findAt(source, pointer);
    return typeof schema.$ref === 'string' ? follow(schema.$ref) : { spec, pointer, schema };
  };
  const spec: Spec = {
    ...source,
    operations,
    at(pointer) {
      const known = schemas.get(pointer) ?? follow(pointer);
      schemas.set(pointer, known);
      return known;
    },
  };
  for (const entry of Object.values(source.statements.operations)) {
    const post = `#/paths/${escapeSegment(entry.path)}/post`;
    const content = 'content/application~1json/schema';
    const answers = listForms(spec.at(`${post}/responses/200/${content}`));
    const { code } = source.statements.envelope;
    const isSuccess = (answer: Located) =>
      listForms(spec.at(memberSites(answer).get(code) ?? '')).some(({ schema }) =>
        [schema.const, ...(Array.isArray(schema.enum) ? schema.enum : [])].includes(0),
      );
    operations.push({
      ...entry,
      spec,
      subject: `${source.prefix}${entry.operationId}`,
      post,
      request: `${post}/requestBody/${content}`,
      success: answers.find(isSuccess)?.pointer ?? '',
      failure: answers.find((answer) => !isSuccess(answer))?.pointer ?? '',
    });
  }
  return spec;
}

/** A schema's own forms: those of its `anyOf`, theirs in turn, or itself. A lone `allOf` is what it refers to. */
export function listForms(whole: Located): readonly Located[] {
  const known = forms.get(whole) ?? readForms(whole);
  forms.set(whole, known);
  return known;
}

const forms = new WeakMap<Located, readonly Located[]>();

function readForms(whole: Located): readonly Located[] {
  const { spec, pointer, schema } = whole;
  for (const key of ['anyOf', 'allOf'] as const) {
    const parts = schema[key];
    if (Array.isArray(parts)) {
      return parts.flatMap((_, index) => listForms(spec.at(`${pointer}/${key}/${index}`)));
    }
  }
  return [whole];
}

/** The pointers of an object's members by their names. */
export function memberSites({ pointer, schema }: Located): ReadonlyMap<string, string> {
  const names = isObject(schema.properties) ? Object.keys(schema.properties) : [];
  return new Map(names.map((name) => [name, `${pointer}/properties/${escapeSegment(name)}`]));
}

export function listRequired({ required }: OpenApiSchema): readonly string[] {
  return Array.isArray(required) ? required.map(String) : [];
}

export function listTypes({ type, enum: words }: OpenApiSchema): readonly string[] {
  if (Array.isArray(type)) return type.map(String);
  if (typeof type === 'string') return [type];
  return Array.isArray(words) ? [...new Set(words.map((word) => typeof word))] : [];
}

// The words that the contract lists where it lets others through, or only the listed ones; undefined without a list.
// What is not text may come beside them.
export function listedWords(forms: readonly Located[]): readonly string[] | undefined {
  const lists = forms.filter(({ schema }) => Array.isArray(schema.enum));
  const isAny = ({ schema }: Located) => schema.type === 'string' && !schema.pattern && !schema.enum;
  const others = forms.filter((form) => !lists.includes(form) && !isAny(form));
  const isOfText = others.length > 0 && !forms.some(isAny);
  if (lists.length === 0 || isOfText || others.some(({ schema }) => listTypes(schema).includes('string')))
    return undefined;
  const words = lists.flatMap(({ schema }) => (Array.isArray(schema.enum) ? schema.enum : []));
  return words.every((word) => typeof word === 'string') ? words : undefined;
}

function findAt({ openapi }: GenerationSource, pointer: string): OpenApiSchema {
  let value: unknown = openapi;
  for (const name of splitPointer(pointer)) {
    value = Array.isArray(value) ? value[Number(name)] : isObject(value) ? value[name] : undefined;
  }
  if (!isObject(value)) throw new TypeError(`The contract has no schema at ${pointer}.`);
  return value;
}

export const specs: Readonly<Record<Generation, Spec>> = {
  v1: createSpec(generationSources.v1),
  v4: createSpec(generationSources.v4),
};

export const everyOperation: readonly Operation[] = Object.values(specs).flatMap(
  ({ operations }) => operations,
);
