import { errorCodes, firstClients, limits, operations } from '@trtc-call/spec/v1';
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
  default?: unknown;
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
  /** Sentences of limits and lists of operations, each a paragraph. */
  sentences: string[];
  /** Versions of clients. */
  clients: { platform: string; version: string }[];
}

/** What the contract has a page say. */
export function pageParts(page: SourcePage): PageParts {
  const webhook = Object.entries(openapi.webhooks).find(([name]) => page.samples?.includes(`/${name}/`))?.[1]
    .post;
  const operation = Object.values(operations).find(({ path }) =>
    page.samples?.includes(path.replaceAll('/', '~1')),
  );
  const post = webhook ?? (operation && openapi.paths[operation.path]?.post);
  const examples = post?.responses[200]?.content['application/json']?.examples;
  const rows = (section: 'request' | 'answer' | 'webhook') =>
    page.tables?.[section]?.flatMap(({ schema, at }) => fieldRows(nodeAt(schema, at), section === 'request'));
  return {
    title: page.about,
    updated: '2024-05-08',
    host: webhook ? 'www.example.com' : new URL(openapi.servers[0]?.url ?? '').host,
    path: webhook ? '/' : (operation?.path ?? ''),
    identifier: 'administrator',
    parameters: (post?.parameters ?? []).map(({ $ref = '' }) => String(valueAt($ref).name)),
    rate: page.rate === undefined ? undefined : Number(valueAt(page.rate).requests),
    request: rows('request'),
    answer: rows('answer'),
    webhook: rows('webhook'),
    codes: errorCodes
      .filter(({ source }) => source.some((id) => id === page.id))
      .map(({ code, cause }) => ({ code, meaning: cause })),
    commands: (page.commands ?? []).flatMap((list) => [...(nodeAt(list).enum ?? [])].map(String)),
    requestSample: structuredClone(post?.requestBody.content['application/json']?.examples?.default?.value),
    answerSample: structuredClone((examples?.success ?? examples?.handled)?.value),
    sentences: [...listLimits(page), ...listOperations(page), ...listWaits(page)],
    clients: Object.entries(states(page, firstClients) ? firstClients.versions : {}).map(
      ([platform, version]) => ({ platform: platform === 'native' ? 'iOS and Android' : platform, version }),
    ),
  };
}

function states({ id }: SourcePage, { source }: { readonly source: readonly (number | string)[] }): boolean {
  return source.includes(id);
}

function listLimits(page: SourcePage): string[] {
  const { dataWindow, backendTimeout } = limits;
  return [
    ...(states(page, dataWindow) ? [`Records of the past ${dataWindow.value} days are kept.`] : []),
    ...(states(page, backendTimeout) ? [`The timeout of the service is ${backendTimeout.value} s.`] : []),
  ];
}

function listOperations({ lists }: SourcePage): string[] {
  const own = Object.entries(openapi.paths).filter(([, { post }]) => post.tags.some((tag) => tag === lists));
  return own.map(([path]) => `The path ${path} is an operation.`);
}

function listWaits({ samples, id }: SourcePage): string[] {
  const site = `${samples}/x-webhook-retry`;
  if (samples === undefined || !citations[site]?.source.includes(id)) return [];
  const { waits } = valueAt(site);
  return [
    `It is sent again after a retry interval: ${Object(waits)
      .map((wait: number) => `${wait}s`)
      .join(', ')}.`,
  ];
}

function fieldRows(node: SchemaNode, hasNeed: boolean): FieldRow[] {
  return Object.entries(node.properties ?? {}).map(([name, member]) => ({
    name,
    type: (member.anyOf?.[0] ?? member).type[0] ?? '',
    required: hasNeed ? node.required.includes(name) : undefined,
    words: (member.enum ?? []).map(String),
    default: valueAt(member.site).default,
  }));
}
