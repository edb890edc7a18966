import { isObject } from '@trtc-call/reporting/values';
import type { Citation, Source } from '../contract.ts';
import { type OpenApiDocument, type OpenApiSchema, toPointer } from '../open-api-document.ts';

/** The document without bookkeeping, and the map of what each statement rests on. */
export interface Cited {
  readonly document: OpenApiDocument;
  readonly citations: Readonly<Record<string, Citation>>;
}

/** Keys of values, which are not statements, and keys whose members are named freely. */
const values = /^(?:example|value|default|enum|const)$/;
const names = /^(?:properties|examples)$/;

/** Moves sources and decisions out of the document: users of other generators read plain OpenAPI. */
export function moveCitations(document: OpenApiDocument): Cited {
  const citations = new Map<string, Citation>();
  const visit = (value: unknown, pointer: string, parent: string, isExtension: boolean): unknown => {
    if (Array.isArray(value)) {
      return value.map((item, at) => visit(item, `${pointer}/${at}`, '', isExtension));
    }
    if (!isObject(value)) return value;
    const [sourceKey, decisionKey] = isExtension ? ['source', 'decision'] : ['x-source', 'x-decision'];
    const { [sourceKey]: source, [decisionKey]: decision, ...rest } = value;
    if (Array.isArray(source) || Array.isArray(decision)) {
      citations.set(pointer, { source: toList<Source>(source), decision: toList<string>(decision) });
    }
    return Object.fromEntries(
      Object.entries(rest).map(([key, member]) => {
        if (values.test(key) && !isExtension && !names.test(parent)) return [key, member];
        const at = pointer + toPointer([key]);
        return [key, visit(member, at, key, isExtension || key.startsWith('x-'))];
      }),
    );
  };
  const { 'x-envelope': _envelope, ...plain } = visit(document, '#', '', false) as OpenApiDocument;
  const sorted = [...citations].sort(([a], [b]) => (a < b ? -1 : 1));
  return { document: plain, citations: Object.fromEntries(sorted) };
}

function toList<T>(value: unknown): T[] {
  return Array.isArray(value) ? value : [];
}

/** The document in which each property names its pages: its own, or those of its schema. */
export function inheritSources(document: OpenApiDocument): OpenApiDocument {
  const visit = (schema: OpenApiSchema, inherited: unknown): OpenApiSchema => {
    const { properties } = schema;
    if (!isObject(properties)) return schema;
    const source = schema['x-source'] ?? inherited;
    const members = Object.entries(properties).map(([name, member]) => {
      const described: OpenApiSchema = isObject(member) ? member : {};
      return [name, { ...visit(described, source), 'x-source': described['x-source'] ?? source }];
    });
    return { ...schema, properties: Object.fromEntries(members) };
  };
  const schemas = Object.entries(document.components.schemas).map(([name, schema]) => [
    name,
    visit(schema, []),
  ]);
  return { ...document, components: { ...document.components, schemas: Object.fromEntries(schemas) } };
}
