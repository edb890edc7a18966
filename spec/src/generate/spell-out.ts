import {
  lastSegment,
  type OpenApiDocument,
  type OpenApiOperation,
  type OpenApiPathItem,
  type OpenApiResponse,
  type OpenApiSchema,
  schemaNamed,
  toPointer,
  toSchemaReference,
} from '../open-api-document.ts';
import { readEnvelope } from './refusals.ts';

/** The document as people write it: responses may stand in components too. */
export interface AuthoredDocument extends OpenApiDocument {
  readonly components: OpenApiDocument['components'] & {
    readonly responses?: Readonly<Record<string, OpenApiResponse>>;
  };
}

/** A pointer into the published document, and the one into the authored document whose text is shown there. */
export type Origin = readonly [published: string, authored: string];

/** The published document, and where that which was written once came from. */
export interface SpelledOut {
  readonly document: OpenApiDocument;
  readonly origins: readonly Origin[];
}

/**
 * Repeats what the contract writes once, so that tools find everything in its place: the members of a schema that is the
 * only one in an `allOf` (the envelope of answers, the body of webhooks), the answer of a webhook and its retries, and the
 * names of whole answers.
 */
export function spellOut(authored: AuthoredDocument): SpelledOut {
  const origins: Origin[] = [];
  const { responses: _responses, ...components } = authored.components;
  const { 'x-webhook-retry': _retry, ...rest } = authored;
  const schemas = inheritMembers(authored, origins);
  const document: OpenApiDocument = {
    ...rest,
    paths: mapOperations(authored.paths, (post, pointer) =>
      nameAnswer(authored, post, pointer, schemas, origins),
    ),
    webhooks: mapOperations(authored.webhooks, (post, pointer) =>
      addTransport(authored, post, pointer, origins),
    ),
    components: { ...components, schemas },
  };
  return { document, origins };
}

/** Each schema with the members of its base, and without the bases. */
function inheritMembers(authored: AuthoredDocument, origins: Origin[]): Record<string, OpenApiSchema> {
  const bases = new Set<string>();
  const schemas = Object.entries(authored.components.schemas).map(([name, schema]) => {
    const base = baseName(schema);
    if (base === undefined) return [name, schema] as const;
    bases.add(base);
    const { allOf: _, description, required = [], properties = {}, ...rest } = schema;
    const inherited = schemaNamed(authored, base);
    const members = { ...Object(inherited.properties), ...Object(properties) };
    const always = [inherited.required ?? [], required].flat();
    for (const member of Object.keys(Object(inherited.properties))) {
      origins.push([
        `${toSchemaReference(name)}/properties/${member}`,
        `${toSchemaReference(base)}/properties/${member}`,
      ]);
    }
    const whole = {
      description,
      type: inherited.type,
      ...(always.length > 0 && { required: always }),
      properties: members,
      ...rest,
    };
    return [name, whole] as const;
  });
  return Object.fromEntries(schemas.filter(([name]) => !bases.has(name)));
}

/** The schema whose members another one takes over: it stands alone in `allOf`, and nothing narrows it. */
function baseName({ allOf, not }: OpenApiSchema): string | undefined {
  const [only, ...others]: OpenApiSchema[] = Array.isArray(allOf) ? allOf : [];
  if (not !== undefined || others.length > 0 || typeof only?.$ref !== 'string') return undefined;
  return lastSegment(only.$ref);
}

/** Gives the answer of an operation, a success or a failure, a schema of its own where the envelope names one. */
function nameAnswer(
  authored: AuthoredDocument,
  post: OpenApiOperation,
  pointer: string,
  schemas: Record<string, OpenApiSchema>,
  origins: Origin[],
): OpenApiOperation {
  const { answer } = readEnvelope(authored);
  const response = post.responses['200'];
  const media = response?.content['application/json'];
  const forms: OpenApiSchema[] = Array.isArray(media?.schema.anyOf) ? media.schema.anyOf : [];
  const success = forms[0]?.$ref;
  if (!answer || !response || !media || typeof success !== 'string') return post;
  const name = lastSegment(success).replace(/Success$/, answer.suffix);
  const source = schemaNamed(authored, lastSegment(success))['x-source'];
  schemas[name] = { description: answer.description, anyOf: forms, 'x-source': source };
  origins.push([toSchemaReference(name), `${pointer}/responses/200/content/application~1json/schema`]);
  const named = { ...media, schema: { $ref: toSchemaReference(name) } };
  return withResponse(post, { ...response, content: { ...response.content, 'application/json': named } });
}

/** Every webhook is answered in the same way, and repeated where the contract says how. */
function addTransport(
  authored: AuthoredDocument,
  post: OpenApiOperation,
  pointer: string,
  origins: Origin[],
): OpenApiOperation {
  const reference = String(Object(post.responses['200']).$ref);
  const response = authored.components.responses?.[lastSegment(reference)];
  if (!response) throw new Error(`${pointer} lacks its answer`);
  origins.push([`${pointer}/responses/200`, reference]);
  const answered = withResponse(post, response);
  if (authored['x-webhook-retry'] === undefined) return answered;
  const { description, ...retry } = Object(authored['x-webhook-retry']);
  origins.push([`${pointer}/x-webhook-retry`, '#/x-webhook-retry']);
  return { ...answered, description: `${post.description} ${description}`, 'x-webhook-retry': retry };
}

function withResponse(post: OpenApiOperation, response: OpenApiResponse): OpenApiOperation {
  return { ...post, responses: { ...post.responses, '200': response } };
}

function mapOperations(
  items: Readonly<Record<string, OpenApiPathItem>>,
  change: (post: OpenApiOperation, pointer: string) => OpenApiOperation,
): Record<string, OpenApiPathItem> {
  return Object.fromEntries(
    Object.entries(items).map(([name, item]) => {
      const part = name.startsWith('/') ? 'paths' : 'webhooks';
      const pointer = `#${toPointer([part, name, 'post'])}`;
      return [name, { ...item, post: change(item.post, pointer) }];
    }),
  );
}
