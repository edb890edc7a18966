import { isObject } from '@trtc-call/reporting/values';
import {
  lastSegment,
  listOperations,
  type OpenApiDocument,
  type OpenApiOperation,
  type OpenApiSchema,
  resolveSchema,
  schemaNamed,
  toSchemaReference,
} from '../open-api-document.ts';

/** The keywords that are looked at here. Bounds and patterns are not: some generators make a type of each. */
interface Form extends OpenApiSchema {
  readonly description?: string;
  readonly type?: string | readonly string[];
  readonly format?: string;
  readonly maximum?: number;
  readonly enum?: readonly unknown[];
  readonly examples?: readonly unknown[];
  readonly required?: readonly string[];
  readonly items?: Form;
  readonly properties?: Readonly<Record<string, Form>>;
  readonly anyOf?: readonly Form[];
  readonly allOf?: readonly Form[];
}

const largestInt32 = 2 ** 31 - 1;

/**
 * The operations of a contract in OpenAPI 3.0.3, in what generators of typed languages have in common: one object for
 * an answer, success or refusal, with an optional payload; words as text; int64 where 32 bits may be too few.
 */
export function toPortable(document: OpenApiDocument): unknown {
  const { summary: _, license, ...info } = document.info;
  const { security, tags: allTags } = Object(document);
  const { name, identifier } = Object(license);
  const operations = listOperations(document);
  const tags = new Set(operations.flatMap(({ operation }) => operation.tags));
  const parameters = new Set(
    operations.flatMap(({ operation }) => operation.parameters.map(({ $ref = '' }) => lastSegment($ref))),
  );
  const schemas = new PortableSchemas(document);
  return withoutExtensions({
    openapi: '3.0.3',
    info: { ...info, license: { name, url: `https://spdx.org/licenses/${identifier}.html` } },
    servers: document.servers,
    security,
    tags: allTags.filter((tag: { name: string }) => tags.has(tag.name)),
    paths: Object.fromEntries(
      operations.map(({ path, operation }) => [path, { post: toPortableOperation(operation, schemas) }]),
    ),
    components: {
      securitySchemes: document.components.securitySchemes,
      parameters: Object.fromEntries(
        Object.entries(document.components.parameters)
          .filter(([key]) => parameters.has(key))
          .map(([key, { schema = {}, ...rest }]) => [key, { ...rest, schema: schemas.convert(schema) }]),
      ),
      schemas: schemas.list(),
    },
  });
}

function toPortableOperation(operation: OpenApiOperation, schemas: PortableSchemas): OpenApiOperation {
  const { operationId, requestBody, responses } = operation;
  const answer = `${operationId.charAt(0).toUpperCase()}${operationId.slice(1)}Answer`;
  const request = requestBody.content['application/json'];
  const response = responses['200'];
  const media = response?.content['application/json'];
  if (!request || !response || !media) throw new Error(`${operationId} has no JSON request or answer`);
  // The examples that many operations share are those of refusals.
  const examples = Object.entries(media.examples ?? {}).filter(([, { $ref }]) => $ref === undefined);
  return {
    ...operation,
    requestBody: {
      ...requestBody,
      content: { 'application/json': { ...request, schema: schemas.convert(request.schema) } },
    },
    responses: {
      '200': {
        ...response,
        content: {
          'application/json': {
            schema: schemas.convertAnswer(answer, media.schema),
            examples: Object.fromEntries(examples),
          },
        },
      },
    },
  };
}

/** The schemas of the portable document, which are converted when something refers to them. */
class PortableSchemas {
  readonly #document: OpenApiDocument;
  readonly #converted = new Map<string, OpenApiSchema>();
  /** Objects that are payloads. A refusal, or a success with nothing to give back, may carry an empty one. */
  readonly #payloads = new Set<string>();

  constructor(document: OpenApiDocument) {
    this.#document = document;
  }

  list(): Record<string, OpenApiSchema> {
    const schemas = [...this.#converted].sort(([a], [b]) => (a < b ? -1 : 1));
    return Object.fromEntries(
      schemas.map(([name, schema]) => [name, this.#payloads.has(name) ? withoutRequired(schema) : schema]),
    );
  }

  convert(schema: Form): OpenApiSchema {
    const forms = this.#listForms(schema);
    const types = new Set(forms.map(({ type }) => type));
    const [form = {}] = forms;
    const isObjectWithMembers = forms.length === 1 && isObject(form.properties);
    const isMixed = types.size === 2 && types.has('integer') && types.has('string');
    const reference = schema.$ref ?? schema.allOf?.[0]?.$ref;
    if (typeof reference === 'string' && (isObjectWithMembers || isMixed)) return this.#refer(reference);
    const described: Form = { ...resolveSchema(this.#document, schema), ...schema };
    const { description, default: byDefault, examples: [example] = [] } = described;
    const words = forms.flatMap(({ enum: listed = [] }) => listed);
    const knownWords = words.length > 0 ? `Known words: ${words.join(', ')}.` : undefined;
    const rest = {
      ...(byDefault !== undefined && { default: byDefault }),
      ...(example !== undefined && { example }),
    };
    if (isMixed) {
      return { description, oneOf: [{ type: 'integer', format: 'int64' }, { type: 'string' }], ...rest };
    }
    if (types.size > 1 || Array.isArray(form.type)) return { description };
    return {
      description: joinSentences(description, knownWords),
      ...this.#convertForm(form),
      ...rest,
    };
  }

  /** The answer of an operation as one object. */
  convertAnswer(name: string, schema: Form): OpenApiSchema {
    const [success, failure] = this.#listForms(schema);
    if (!success || !failure) throw new Error(`${name} is not a success or a failure`);
    const members: Record<string, Form> = { ...failure.properties, ...success.properties };
    const always = success.required?.filter((key) => failure.required?.includes(key));
    const payload = Object.keys(members).find((key) => isPayload(failure.properties?.[key]));
    this.#converted.set(name, {
      description: joinSentences(
        success.description,
        `Or a refusal, whose \`${payload}\` may be absent or of any type: its form here is that of a success.`,
      ),
      type: 'object',
      required: always,
      properties: Object.fromEntries(
        Object.keys(members).map((key) => [
          key,
          this.#convertMember(success.properties?.[key], failure.properties?.[key]),
        ]),
      ),
    });
    return { $ref: toSchemaReference(name) };
  }

  #convertMember(ofSuccess: Form | undefined, ofFailure: Form | undefined): OpenApiSchema {
    if (!ofSuccess || !ofFailure) return this.convert(ofSuccess ?? ofFailure ?? {});
    if (isPayload(ofFailure)) return this.#convertPayload(ofSuccess);
    const descriptions = new Set([ofSuccess.description, ofFailure.description]);
    const description = [...descriptions].join(' Of a refusal: ');
    const { example: _, ...converted } = this.convert({ ...ofFailure, description });
    return converted;
  }

  #convertPayload(schema: Form): OpenApiSchema {
    const options = schema.anyOf ?? [schema];
    const only = options.find((option) => this.#listForms(option).every(({ type }) => type === 'object'));
    if (!only) return { description: schema.description };
    const converted = this.convert(only);
    if (typeof converted.$ref === 'string') this.#payloads.add(lastSegment(converted.$ref));
    return withoutRequired(converted);
  }

  #convertForm({ type, format, items, properties, required, maximum = Infinity }: Form): OpenApiSchema {
    return {
      type,
      ...(type === 'integer' && maximum > largestInt32 ? { format: 'int64' } : format && { format }),
      ...(items && { items: this.convert(items) }),
      ...(required && { required }),
      ...(properties && {
        properties: Object.fromEntries(
          Object.entries(properties).map(([name, member]) => [name, this.convert(member)]),
        ),
      }),
    };
  }

  #refer(reference: string): OpenApiSchema {
    const name = lastSegment(reference);
    if (!this.#converted.has(name)) {
      // Named first, for a schema that refers to itself.
      this.#converted.set(name, {});
      this.#converted.set(name, this.convert(schemaNamed(this.#document, name)));
    }
    return { $ref: toSchemaReference(name) };
  }

  /** What a schema may be, without references and alternatives. */
  #listForms(schema: Form): Form[] {
    const target: Form = resolveSchema(this.#document, schema);
    const options = target.anyOf ?? target.allOf;
    return options ? options.flatMap((option) => this.#listForms(option)) : [target];
  }
}

/** The bodies of webhooks as one JSON Schema, for validators of any language; undefined where there are none. */
export function toWebhookSchema({ info, jsonSchemaDialect, webhooks, components }: OpenApiDocument): unknown {
  const bodies = Object.values(webhooks).map(
    ({ post }) => post.requestBody.content['application/json']?.schema,
  );
  if (bodies.length === 0) return undefined;
  const definitions = new Map<string, unknown>();
  const rewrite = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(rewrite);
    if (!isObject(value)) return value;
    const { $ref, ...rest } = value;
    const members = Object.fromEntries(Object.entries(rest).map(([key, member]) => [key, rewrite(member)]));
    if (typeof $ref !== 'string') return members;
    const name = lastSegment($ref);
    if (!definitions.has(name)) {
      definitions.set(name, undefined);
      definitions.set(name, rewrite(components.schemas[name]));
    }
    return { $ref: `#/$defs/${name}`, ...members };
  };
  const anyOf = bodies.map(rewrite);
  const $defs = Object.fromEntries([...definitions].sort(([a], [b]) => (a < b ? -1 : 1)));
  return withoutExtensions({ $schema: jsonSchemaDialect, title: `${info.title}: webhooks`, anyOf, $defs });
}

/** Whether a member of a refusal is the payload, which may be anything there. */
function isPayload(member: Form | undefined): boolean {
  return Array.isArray(member?.type);
}

function joinSentences(...sentences: readonly (string | undefined)[]): string | undefined {
  return sentences.filter(Boolean).join(' ') || undefined;
}

function withoutRequired({ required: _, ...schema }: OpenApiSchema): OpenApiSchema {
  return schema;
}

function withoutExtensions(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutExtensions);
  if (!isObject(value)) return value;
  const members = Object.entries(value).filter(([key]) => !key.startsWith('x-'));
  return Object.fromEntries(members.map(([key, member]) => [key, withoutExtensions(member)]));
}
