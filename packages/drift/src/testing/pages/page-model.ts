import { isObject } from '@trtc-call/reporting/values';
import type { SourcePage } from '@trtc-call/spec/v1/sources';
import type { Generation } from '../../contract/generations.ts';
import { listForms, listRequired, listTypes, memberSites, type Spec, specs } from '../conforming/document.ts';

export type Section = 'request' | 'answer' | 'webhook';

export interface Row {
  name: string;
  type: string;
  readonly types: readonly string[];
  /** Undefined where the table has no such column. */
  isRequired: boolean | undefined;
  words: string[];
  default: number | undefined;
  bounds: [number, number] | undefined;
  /** Where findings place the field. */
  readonly pointer: string;
  /** Whether the contract says that this page has it, so that it is missed even when the page is read for the first time. */
  readonly isStated: boolean;
  /** The same of one of its words, once it has some. */
  readonly hasStatedWords: boolean;
}

export interface Webhook {
  command: string;
  parameters: string[];
  /** Those that the contract says the page has; others stand on pages beside it. */
  readonly stated: readonly string[];
  platforms: string[];
  sample: unknown;
  answer: unknown;
  waits: number[];
}

export interface PageModel {
  readonly generation: Generation;
  readonly source: SourcePage;
  /** As the end of the page names it. */
  id: number;
  updated: string;
  hosts: string[];
  path: string;
  /** What the table of parameters has in its place, where that differs. */
  listedPath: string | undefined;
  /** On an introduction. */
  version: string;
  /** Paths of the operations that it lists. */
  listed: string[];
  parameters: string[];
  identifier: string;
  rate: { requests: number; perMinute: boolean; trial: number | undefined } | undefined;
  tables: { section: Section; rows: Row[] }[];
  requestSample: unknown;
  answerSample: unknown;
  webhook: Webhook | undefined;
  codes: { code: string; meaning: string; isStated: boolean }[];
  /** One list for each column. */
  commands: string[][];
  clients: { platform: string; version: string }[];
  window: number | undefined;
  timeout: number | undefined;
  delay: number | undefined;
  /** The day on which the interface ends, where it is announced. */
  ends: string | undefined;
}

export function createRow(name: string, isRequired?: boolean): Row {
  return {
    name,
    type: 'string',
    types: [],
    isRequired,
    words: [],
    default: undefined,
    bounds: undefined,
    pointer: '',
    isStated: true,
    hasStatedWords: false,
  };
}

export function createPageModels(): PageModel[] {
  return Object.values(specs).flatMap((spec) =>
    spec.sources.pages.map((page) => createPageModel(spec, page)),
  );
}

function createPageModel(spec: Spec, page: SourcePage): PageModel {
  const { openapi, statements, generation } = spec;
  const readLimit = (name: string) =>
    Object.entries(statements.limits).find(
      ([key, { source }]) => key === name && source.includes(page.id),
    )?.[1].value;
  const operation = spec.operations.find(({ post }) => post === page.samples);
  const isIntroduction = page.parameters === '#/components/parameters' && page.path === undefined;
  const hosts = openapi.servers.flatMap((server) =>
    page.hosts?.some((region) => region === server['x-region']) ? [new URL(server.url).host] : [],
  );
  const examples = operation && openapi.paths[operation.path]?.post;
  const media = 'application/json';
  return {
    generation,
    source: page,
    id: page.id,
    updated: '2024-05-08',
    hosts,
    path: operation?.path ?? '',
    listedPath: undefined,
    version: isIntroduction ? generation : '',
    listed: spec.operations.flatMap(({ path }) =>
      page.lists !== undefined && openapi.paths[path]?.post.tags.includes(page.lists) ? [path] : [],
    ),
    parameters: operation || isIntroduction ? Object.keys(statements.queryParameters) : [],
    identifier: generation === 'v1' ? 'administrator' : 'admin',
    rate:
      page.rate === undefined || !operation
        ? undefined
        : { requests: operation.rateLimit.requests, perMinute: false, trial: undefined },
    tables: createTables(spec, page, operation?.failure),
    requestSample: isIntroduction
      ? undefined
      : structuredClone(examples?.requestBody.content[media]?.examples?.default?.value),
    answerSample: structuredClone(examples?.responses[200]?.content[media]?.examples?.success?.value),
    webhook: createWebhook(spec, page),
    codes: statements.errorCodes
      .filter(({ source }) => source.includes(page.id))
      .map(({ code, cause }) => ({
        code: String(code),
        meaning: cause,
        isStated: !page.unseen?.includes('codes'),
      })),
    commands: (page.commands ?? []).map((list) => listWords(spec, list)),
    clients: statements.firstClients.source.includes(page.id)
      ? Object.entries(statements.firstClients.versions).map(([platform, version]) => ({ platform, version }))
      : [],
    window: readLimit('dataWindow'),
    timeout: readLimit('backendTimeout'),
    delay: readLimit('recordDelay'),
    ends: undefined,
  };
}

/** The page of an operation lists the envelope above its data. */
function createTables(spec: Spec, page: SourcePage, envelope: string | undefined): PageModel['tables'] {
  const listed = (section: Section) => page.tables?.[section] ?? [];
  const answers = listed('answer');
  const isEnvelope = answers.some(({ at }) => at === '');
  const top = envelope !== undefined && !isEnvelope ? [{ schema: envelope, at: '' }] : [];
  const all = [
    { section: 'request', tables: listed('request') },
    { section: 'webhook', tables: listed('webhook') },
    { section: 'answer', tables: [...top, ...answers] },
  ] as const;
  return all.flatMap(({ section, tables }) => {
    const rows = tables.flatMap(({ schema, at }) => createRows(spec, page, section, schema, at));
    return rows.length > 0 ? [{ section, rows }] : [];
  });
}

function createRows(spec: Spec, page: SourcePage, section: Section, pointer: string, at: string): Row[] {
  const whole = listForms(spec.at(pointer)).find(({ schema }) => schema.properties !== undefined);
  if (!whole) throw new TypeError(`${pointer} has no members: a table of page ${page.id} cannot list them`);
  const required = listRequired(whole.schema);
  return [...memberSites(whole)].map(([name, site]) => {
    const forms = listForms(spec.at(site));
    const [first] = forms;
    const { minimum, maximum, default: fallback } = first?.schema ?? {};
    const isCited =
      (spec.citations[site]?.source.includes(page.id) ?? false) && !page.unseen?.includes(section);
    return {
      name,
      type: (first && listTypes(first.schema)[0]) ?? 'string',
      types: forms.flatMap(({ schema }) => listTypes(schema)),
      isRequired: section === 'request' ? required.includes(name) : undefined,
      words: listWords(spec, site).filter((word) => !isAbsent(page, `word/${section}/${name}/${word}`)),
      default: typeof fallback === 'number' ? fallback : undefined,
      bounds: typeof minimum === 'number' && typeof maximum === 'number' ? [minimum, maximum] : undefined,
      pointer: `${at}/${name}`,
      isStated: isCited && !isAbsent(page, `field/${section}/${name}`),
      hasStatedWords: isCited,
    };
  });
}

/** Whether a decision has it that the page does not state something that the contract has. */
function isAbsent({ known = [] }: SourcePage, key: string): boolean {
  return known.some(({ fact, says }) => says === undefined && fact === key);
}

function listWords(spec: Spec, site: string): string[] {
  const forms = listForms(spec.at(site));
  const own = forms.flatMap(({ schema }) => (Array.isArray(schema.enum) ? schema.enum.map(String) : []));
  return [...new Set(own)].filter((word) => word !== '');
}

function createWebhook(spec: Spec, page: SourcePage): PageModel['webhook'] {
  const { openapi, at } = spec;
  const [table] = page.tables?.webhook ?? [];
  const hook = Object.values(openapi.webhooks).find(
    ({ post }) => post.requestBody.content['application/json']?.schema.$ref === table?.schema,
  )?.post;
  if (!hook) return undefined;
  const retry = hook['x-webhook-retry'];
  const parameters = hook.parameters
    .map(({ $ref = '' }) => at($ref))
    .filter(({ schema }) => schema.required === true);
  const examples = parameters.map(({ schema: { name, example } }) => ({
    name: String(name),
    example: String(example),
  }));
  return {
    command: examples.find(({ name }) => /command/i.test(name))?.example ?? '',
    parameters: examples.map(({ name }) => name),
    stated: parameters.flatMap(({ pointer, schema: { name } }) =>
      spec.citations[pointer]?.source.includes(page.id) ? [String(name)] : [],
    ),
    platforms: parameters.flatMap(({ pointer, schema }) =>
      /platform/i.test(String(schema.name)) ? listWords(spec, `${pointer}/schema`) : [],
    ),
    sample: structuredClone(hook.requestBody.content['application/json']?.examples?.default?.value),
    answer: structuredClone(hook.responses[200]?.content['application/json']?.examples?.handled?.value),
    waits:
      page.unseen?.includes('webhook') || !isObject(retry) || !Array.isArray(retry.waits)
        ? []
        : retry.waits.map(Number),
  };
}
