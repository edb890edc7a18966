import { errorCodes, operations } from '@trtc-call/spec/v1';
import { openapi } from '@trtc-call/spec/v1/openapi';
import { citations, type SourcePage } from '@trtc-call/spec/v1/sources';
import { createSchemaReader, type SchemaNode } from '../contract/schema-node.ts';

const { nodeAt, valueAt } = createSchemaReader(openapi, citations);

/** A row of a table of fields. */
export interface FieldRow {
  name: string;
  type: string;
  /** Undefined where the table has no such column. */
  required: boolean | undefined;
  words: string[];
}

/** What a page of the vendor's says, for tests to change before it is written. */
export interface PageParts {
  title: string;
  updated: string;
  host: string;
  path: string;
  identifier: string;
  parameters: string[];
  rate: number | undefined;
  request: FieldRow[] | undefined;
  answer: FieldRow[] | undefined;
  webhook: FieldRow[] | undefined;
  codes: { code: number; meaning: string }[];
  commands: string[];
  requestSample: unknown;
  answerSample: unknown;
}

/** What the contract has a page say. */
export function pageParts(page: SourcePage): PageParts {
  const operation = Object.values(operations).find(({ path }) =>
    page.samples?.includes(path.replaceAll('/', '~1')),
  );
  const post = operation && openapi.paths[operation.path]?.post;
  const examples = post?.responses[200]?.content['application/json']?.examples;
  const rows = (section: 'request' | 'answer' | 'webhook') =>
    page.tables?.[section]?.flatMap(({ schema, at }) => fieldRows(nodeAt(schema, at), section === 'request'));
  return {
    title: page.about,
    updated: '2024-05-08',
    host: new URL(openapi.servers[0]?.url ?? '').host,
    path: operation?.path ?? '',
    identifier: 'administrator',
    parameters: ['sdkappid', 'identifier', 'usersig', 'random', 'contenttype'],
    rate: page.rate === undefined ? undefined : Number(valueAt(page.rate).requests),
    request: rows('request'),
    answer: rows('answer'),
    webhook: rows('webhook'),
    codes: errorCodes
      .filter(({ source }) => source.some((id) => id === page.id))
      .map(({ code, cause }) => ({ code, meaning: cause })),
    commands: (page.commands ?? []).flatMap((list) => [...(nodeAt(list).enum ?? [])].map(String)),
    requestSample: structuredClone(post?.requestBody.content['application/json']?.examples?.default?.value),
    answerSample: structuredClone(examples?.success?.value),
  };
}

function fieldRows(node: SchemaNode, hasNeed: boolean): FieldRow[] {
  return Object.entries(node.properties ?? {}).map(([name, member]) => ({
    name,
    type: (member.anyOf?.[0] ?? member).type[0] ?? '',
    required: hasNeed ? node.required.includes(name) : undefined,
    words: (member.enum ?? []).map(String),
  }));
}
