import { isObject } from '@trtc-call/reporting/values';
import type { OpenApiDocument, OpenApiSchema } from '@trtc-call/spec/v4/openapi';
import { describe, type Html, type HtmlValue, html, prose } from './page.ts';

/** Describes the members of a schema, those of objects within it behind their path. */
export function renderFields(schema: unknown, document: OpenApiDocument): Html {
  const fields = listFields(schema, document, '', []);
  return fields.length === 0 ? html`<p>No members.</p>` : describe('fields', fields);
}

function listFields(
  schema: unknown,
  document: OpenApiDocument,
  prefix: string,
  seen: readonly unknown[],
): [HtmlValue, HtmlValue][] {
  const whole = findObject(schema, document);
  if (!isObject(whole?.properties) || seen.includes(whole.properties)) return [];
  const required = Array.isArray(whole.required) ? whole.required : [];
  return Object.entries(whole.properties).flatMap(([name, member]): [HtmlValue, HtmlValue][] => {
    const field = resolve(member, document);
    const isList = field.type === 'array';
    const path = `${prefix}${name}${isList ? '[]' : ''}`;
    const notes = Object.entries(noteWords).filter(([keyword]) => keyword in field);
    return [
      [
        html`<code>${path}</code> <span>${describeType(field, document)}${required.includes(name) && html`, <strong>required</strong>`}</span>`,
        html`${prose(field.description)} <span class="note">${notes.map(([keyword, words]) => `${words} ${field[keyword]}`).join('; ')}</span>`,
      ],
      ...listFields(isList ? field.items : field, document, `${path}.`, [...seen, whole.properties]),
    ];
  });
}

/** The object that a schema is, or that one of its alternatives is. */
function findObject(schema: unknown, document: OpenApiDocument): OpenApiSchema | undefined {
  const whole = resolve(schema, document);
  if (isObject(whole.properties)) return whole;
  return listAlternatives(whole)
    .map((each) => findObject(each, document))
    .find(Boolean);
}

/** The schema with what it refers to. Its own words count more. */
export function resolve(schema: unknown, document: OpenApiDocument): OpenApiSchema {
  if (!isObject(schema)) return {};
  const { $ref, ...own } = schema;
  if (typeof $ref !== 'string') return own;
  const target = document.components.schemas[$ref.split('/').at(-1) ?? ''];
  return { ...resolve(target, document), ...own };
}

export function listAlternatives({ anyOf, oneOf }: OpenApiSchema): readonly unknown[] {
  return Array.isArray(anyOf) ? anyOf : Array.isArray(oneOf) ? oneOf : [];
}

function describeType(schema: OpenApiSchema, document: OpenApiDocument): string {
  const { type, enum: words, items } = schema;
  if ('const' in schema) return JSON.stringify(schema.const);
  if (Array.isArray(words)) return words.map((word) => JSON.stringify(word)).join(', ');
  const alternatives = listAlternatives(schema).map((each) =>
    describeType(resolve(each, document), document),
  );
  if (alternatives.length > 0) return [...new Set(alternatives)].join(' or ');
  if (type === 'array') return `list of ${describeType(resolve(items, document), document)}`;
  return Array.isArray(type) ? type.join(' or ') : String(type ?? 'anything');
}

const noteWords: Readonly<Record<string, string>> = {
  minimum: 'at least',
  maximum: 'at most',
  minLength: 'characters at least',
  maxLength: 'characters at most',
  minItems: 'entries at least',
  maxItems: 'entries at most',
  pattern: 'form',
  default: 'default',
};
