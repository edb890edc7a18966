import { inflateSync } from 'node:zlib';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { expect, test } from 'vitest';
import {
  type OpenApiDocument,
  type OpenApiExample,
  type OpenApiOperation,
  toPointer,
} from '../open-api-document.ts';
import { openapi } from '../v1/openapi.ts';
import { contracts, withValue } from './each-contract.ts';

test.each(contracts)(
  '$generation: every example of every request, answer, webhook, parameter and property fits its schema',
  (contract) => {
    expect(examplesFit(contract.openapi)).toEqual([]);
  },
);

test.each(contracts)(
  '$generation: every operation and webhook has examples of its request and of its answer',
  (contract) => {
    const { openapi } = contract;
    const kinds = exampleSites(openapi).map(({ operationId, kind }) => `${operationId} ${kind}`);
    const posts = [...Object.values(openapi.paths), ...Object.values(openapi.webhooks)];
    const wanted = posts.flatMap(({ post }) => [
      `${post.operationId} request`,
      `${post.operationId} response`,
    ]);
    expect(wanted.filter((kind) => !kinds.includes(kind))).toEqual([]);
  },
);

test.each(contracts)('$generation: the UserSig of the example is valid', ({ queryParameters, userSig }) => {
  const { letters, version, versionMember, signatureMember, signedMembers } = userSig;
  const { userBuf: _, ...always } = signedMembers;
  const base64 = Object.entries(letters).reduce(
    (text, [letter, written]) => text.replaceAll(written, letter),
    String(queryParameters.usersig.example),
  );
  const token = JSON.parse(inflateSync(Buffer.from(base64, 'base64')).toString());
  expect(token[versionMember]).toBe(version);
  const members = [versionMember, signatureMember, ...Object.values(always)];
  expect(Object.keys(token).sort()).toEqual(members.sort());
});

const record = ['paths', '/v1/records/get_record_by_callId', 'post'];
const success = [
  ...record,
  'responses',
  '200',
  'content',
  'application/json',
  'examples',
  'success',
  'value',
];
const broken = [
  {
    name: 'a record without its caller',
    path: [...success, 'data', 'caller'],
    value: undefined,
    says: 'success',
  },
  { name: 'a time as text', path: [...success, 'data', 'startCallTs'], value: '1688705638', says: 'success' },
  { name: 'an answer without requestId', path: [...success, 'requestId'], value: undefined, says: 'success' },
  { name: 'a code that is not a number', path: [...success, 'errorCode'], value: 'zero', says: 'success' },
  {
    name: 'a refusal without a message',
    path: ['components', 'examples', 'error-70001', 'value', 'errorMessage'],
    value: undefined,
    says: 'error-70001',
  },
  {
    name: 'a request of the wrong type',
    path: [...record, 'requestBody', 'content', 'application/json', 'examples', 'default', 'value', 'callId'],
    value: 7,
    says: 'request default',
  },
  {
    name: 'a webhook whose participants are text',
    path: [
      ...['webhooks', 'call_event', 'post', 'requestBody', 'content'],
      ...['application/json', 'examples', 'default', 'value', 'TotalNum'],
    ],
    value: 'two',
    says: 'callEvent, request default',
  },
  {
    name: 'a random beyond 32 bits',
    path: ['components', 'parameters', 'random', 'example'],
    value: 4294967296,
    says: 'parameter random',
  },
  {
    name: 'a time as text in a property',
    path: ['components', 'schemas', 'CallRecord', 'properties', 'endTs', 'examples', 0],
    value: '1688705668',
    says: 'property endTs',
  },
];

test.each(broken)('$name is found', ({ path, value, says }) => {
  const problems = examplesFit(withValue(openapi, path, value));
  expect(problems.length).toBeGreaterThan(0);
  expect(problems.filter((problem) => !problem.includes(says))).toEqual([]);
});

/** One example, and where its schema stands in the document. */
interface ExampleSite {
  readonly operationId: string;
  readonly kind: 'request' | 'response' | 'parameter' | 'property';
  readonly name: string;
  readonly value: unknown;
  /** A JSON pointer to the schema, without the leading `#`. */
  readonly schema: string;
}

/** Every example of every operation and webhook, and of every parameter. */
function exampleSites(document: OpenApiDocument): ExampleSite[] {
  const { paths, webhooks } = document;
  const posts: [string, OpenApiOperation][] = [
    ...Object.entries(paths).map(([key, { post }]): [string, OpenApiOperation] => [
      toPointer(['paths', key]),
      post,
    ]),
    ...Object.entries(webhooks).map(([key, { post }]): [string, OpenApiOperation] => [
      toPointer(['webhooks', key]),
      post,
    ]),
  ];
  return [
    ...posts.flatMap(([place, post]) => findSites(document, place, post)),
    ...parameterSites(document),
    ...propertySites(document),
  ];
}

function propertySites({ components }: OpenApiDocument): ExampleSite[] {
  return Object.entries(components.schemas).flatMap(([schema, { properties }]) =>
    Object.entries<{ examples?: unknown[] }>(Object(properties)).flatMap(([name, { examples = [] }]) =>
      examples.map((value) => ({
        operationId: schema,
        kind: 'property' as const,
        name,
        value,
        schema: toPointer(['components', 'schemas', schema, 'properties', name]),
      })),
    ),
  );
}

function findSites(document: OpenApiDocument, place: string, post: OpenApiOperation): ExampleSite[] {
  const bodies = [
    { kind: 'request' as const, at: `${place}/post/requestBody/content`, content: post.requestBody.content },
    ...Object.entries(post.responses).map(([status, { content }]) => ({
      kind: 'response' as const,
      at: `${place}/post/responses/${status}/content`,
      content,
    })),
  ];
  return bodies.flatMap(({ kind, at, content }) =>
    Object.entries(content).flatMap(([mediaType, { examples = {} }]) =>
      Object.entries(examples).map(([name, example]) => ({
        operationId: post.operationId,
        kind,
        name,
        value: resolveExample(document, example).value,
        schema: `${at}${toPointer([mediaType])}/schema`,
      })),
    ),
  );
}

function parameterSites(document: OpenApiDocument): ExampleSite[] {
  return Object.entries(document.components.parameters).map(([key, { example }]) => ({
    operationId: 'components',
    kind: 'parameter',
    name: key,
    value: example,
    schema: `/components/parameters${toPointer([key])}/schema`,
  }));
}

function resolveExample(document: OpenApiDocument, example: OpenApiExample): OpenApiExample {
  if (!example.$ref) return example;
  const shared = document.components.examples[example.$ref.slice('#/components/examples/'.length)];
  if (!shared) throw new Error(`${example.$ref} is not an example of components/examples`);
  return shared;
}

/** What is wrong with examples that do not fit the schema of their place. */
function examplesFit(document: OpenApiDocument): string[] {
  const ajv = new Ajv2020({ strict: true, allowUnionTypes: true, allErrors: true, formats: { int64: true } });
  // ajv looks at the whole document too, and would call the keys of OpenAPI unknown keywords.
  ajv.addVocabulary(['x-documented-form', 'x-spellings', ...Object.keys(document)]);
  ajv.addSchema(document, 'contract');
  return exampleSites(document).flatMap(({ operationId, kind, name, value, schema }) => {
    const validate = ajv.compile({ $ref: `contract#${schema}` });
    if (validate(value)) return [];
    return [`${operationId}, ${kind} ${name}: ${ajv.errorsText(validate.errors, { dataVar: 'it' })}`];
  });
}
