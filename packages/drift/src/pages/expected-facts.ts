import type { SourcePage, SourceTable } from '@trtc-call/spec/v1/sources';
import type { Contract } from '../contract/contract.ts';
import { parentPointer, type SchemaNode } from '../contract/schema-node.ts';
import type { FactWords } from './page-facts.ts';
import { type Section, writeRate } from './page-words.ts';

export interface ExpectedFact {
  /** What it may say, in the form of a page's fact; any of them conforms, and none where the page should not state it. */
  readonly values: readonly string[];
  readonly isRequired: boolean;
  /** Pointer into the body, where it is about a field. */
  readonly pointer: string;
  /** Pointer into the bundled contract. */
  readonly site: string;
}

export type ExpectedFacts = ReadonlyMap<string, ExpectedFact>;

const content = 'content/application~1json/schema';

export function expectedFacts(page: SourcePage, contract: Contract): ExpectedFacts {
  const facts = new Map<string, ExpectedFact>();
  const note: Note = (key, isRequired, site, values = [''], pointer = '') => {
    const known = facts.get(key);
    facts.set(key, {
      values: [...new Set([...values, ...(known?.values ?? [])])],
      pointer: known?.pointer || pointer,
      site,
      isRequired: isRequired || (known?.isRequired ?? false),
    });
  };
  noteAddresses(page, contract, note);
  noteLimits(page, contract, note);
  for (const { code, source } of contract.statements.errorCodes) {
    const isStated = source.some((id) => id === page.id) && !page.unseen?.includes('codes');
    note(`code/${code}`, isStated, `#/errors/${code}`);
  }
  for (const site of listCommandLists(contract)) {
    const isStated = page.commands?.includes(site) ?? false;
    for (const word of contract.schemas.nodeAt(site).enum ?? [])
      note(`command/${word}`, isStated, `${site}/enum`);
  }
  for (const { section, table } of listTables(page)) noteFields(section, table, page, contract, note);
  noteSamples(page, contract, note);
  return facts;
}

type Note = (
  key: string,
  isRequired: boolean,
  site: string,
  values?: readonly string[],
  pointer?: string,
) => void;

function noteAddresses(page: SourcePage, contract: Contract, note: Note): void {
  const { openapi, pathStart, schemas, citations } = contract;
  const webhook = findWebhook(page, openapi);
  for (const [at, server] of openapi.servers.entries()) {
    const isStated = page.hosts?.some((region) => region === server['x-region']) ?? false;
    note(`host/${new URL(server.url).host}`, isStated, `#/servers/${at}/url`);
  }
  for (const [path, { post }] of Object.entries(openapi.paths)) {
    const site = `#/paths/${path.replaceAll('/', '~1')}`;
    const isListed = page.lists !== undefined && post.tags.includes(page.lists);
    // On the page of an operation the path of another one is a mistake.
    const isOther = page.path !== undefined && page.path !== site;
    note(`path${path}`, page.path === site || isListed, site, isOther ? [] : ['']);
  }
  note('version', false, '#/paths', [pathStart.split('/')[1] ?? '']);
  for (const site of listParameters(page, openapi)) {
    const { name, example } = schemas.valueAt(site);
    // A webhook may have parameters that other pages state.
    const isStated = !webhook || (citations[site]?.source.includes(page.id) ?? false);
    note(`parameter/${name}`, page.parameters !== undefined && isStated, site);
    if (name === 'identifier') note(`identifier/${example}`, false, site);
    const member = schemas.nodeAt(`${site}/schema`);
    noteValues({ key: `parameter/${name}`, member, site, isStated: false }, contract, note);
  }
}

/** Pointers of the parameters of the webhook that a page is about, or of those of every operation. */
function listParameters(page: SourcePage, openapi: Contract['openapi']): string[] {
  const webhook = findWebhook(page, openapi);
  const post = webhook ?? Object.values(openapi.paths)[0]?.post;
  return (post?.parameters ?? []).flatMap(({ $ref }) => $ref ?? []);
}

function findWebhook({ samples, tables }: SourcePage, { webhooks }: Contract['openapi']) {
  const all = Object.entries(webhooks);
  const own = all.find(([name]) => samples?.startsWith(`#/webhooks/${name}/`)) ?? all[0];
  return tables?.webhook || samples?.startsWith('#/webhooks/') ? own?.[1].post : undefined;
}

function noteLimits(page: SourcePage, contract: Contract, note: Note): void {
  const { openapi, statements, schemas, citations } = contract;
  if (page.rate !== undefined) {
    const { requests, perSeconds } = schemas.valueAt(page.rate);
    note('rate', true, page.rate, [writeRate(Number(requests), Number(perSeconds))]);
  }
  for (const [name, { value, unit, seconds, source }] of Object.entries(statements.limits)) {
    // Others are bounds and defaults of fields.
    if (seconds === undefined) continue;
    // The sentence of the delay was not seen as the page prints it.
    const isStated = source.includes(page.id) && name !== 'recordDelay';
    note(`limit/${name}`, isStated, `#/x-limits/${name}`, [`${value} ${unit}`]);
  }
  const { versions, source } = statements.firstClients;
  for (const [platform, version] of Object.entries(versions)) {
    note(`client/${platform}`, source.includes(page.id), '#/x-first-clients', [version]);
  }
  const webhook = findWebhook(page, openapi);
  const retry = webhook?.['x-webhook-retry'];
  if (typeof retry !== 'object' || retry === null || !('waits' in retry) || !Array.isArray(retry.waits))
    return;
  const site = `${page.samples}/x-webhook-retry`;
  note('retry', citations[site]?.source.includes(page.id) ?? false, site, [retry.waits.join(' ')]);
}

/** The tables of a page; every page of an operation may list the envelope. */
export function listTables({ tables = {}, samples }: SourcePage): { section: Section; table: SourceTable }[] {
  const list = (section: Section) => (tables[section] ?? []).map((table) => ({ section, table }));
  const stated = [...list('request'), ...list('answer'), ...list('webhook')];
  if (tables.webhook || samples?.startsWith('#/webhooks/')) return stated;
  return [...stated, { section: 'answer', table: { schema: envelope, at: '' } }];
}

const envelope = '#/components/schemas/Failure';

function noteFields(
  section: Section,
  { schema, at }: SourceTable,
  page: SourcePage,
  contract: Contract,
  note: Note,
): void {
  const node = contract.schemas.nodeAt(schema, at);
  const isSeen = !page.unseen?.includes(section);
  const limits = Object.values(contract.statements.limits);
  for (const [name, member] of Object.entries(node.properties ?? {})) {
    const isStated = isSeen && (contract.citations[member.site]?.source.includes(page.id) ?? false);
    note(`field/${section}/${name}`, isStated, member.site, fieldValues(node, name, member), member.at);
    const key = `${section}/${name}`;
    noteValues({ key, member, site: member.site, isStated }, contract, note);
    const { default: preset } = contract.schemas.valueAt(member.site);
    if (preset !== undefined) note(`default/${key}`, isStated, member.site, [String(preset)], member.at);
    const limit = limits.find(({ field }) => field === name);
    if (limit) note(`bound/${key}`, false, member.site, [`..${limit.value} ${limit.unit}`], member.at);
  }
}

/** A field or a parameter. */
interface Valued {
  /** Such as `answer/mediaType`. */
  readonly key: string;
  readonly member: SchemaNode;
  readonly site: string;
  readonly isStated: boolean;
}

function noteValues({ key, member, site, isStated }: Valued, contract: Contract, note: Note): void {
  for (const at of findList(member).wordsAt) {
    const list = parentPointer(at);
    const { enum: words, const: word } = contract.schemas.valueAt(list);
    // Words that were seen in answers stand in it too, and on no page.
    const hasSeen = contract.citations[list]?.source.includes('observed') ?? false;
    for (const one of Array.isArray(words) ? words : [word])
      note(`word/${key}/${one}`, isStated && !hasSeen, at, [''], member.at);
  }
  const { minimum, maximum } = member;
  if (maximum !== undefined)
    note(`bound/${key}`, false, site, [`${minimum ?? ''}..${maximum}`, `..${maximum}`], member.at);
}

/** The list of words of a field, of one of its forms, or of the items of a list. */
function findList(member: SchemaNode): SchemaNode {
  const forms = [member, ...(member.anyOf ?? []), ...(member.items ? [member.items] : [])];
  return forms.find((form) => form.enum) ?? member;
}

/** What a row may say of a field: a type of it, and whether it must be given. */
function fieldValues(node: SchemaNode, name: string, member: SchemaNode): string[] {
  const need = node.required.includes(name) ? 'required' : 'optional';
  const items = member.items ? listTypes(member.items).map((type) => `array<${type}>`) : [];
  const types = [...listTypes(member), ...items];
  return types.flatMap((type) => [type, `${type} ${need}`, need, '']);
}

function listTypes({ anyOf, type }: SchemaNode): string[] {
  return [...new Set<string>(anyOf ? anyOf.flatMap((option) => option.type) : type)];
}

function noteSamples({ samples }: SourcePage, { schemas }: Contract, note: Note): void {
  if (samples === undefined) return;
  const isWebhook = samples.startsWith('#/webhooks/');
  const side = isWebhook ? 'webhook' : 'body';
  const visit = (prefix: string, node: SchemaNode, place: string): void => {
    for (const option of node.anyOf ?? []) visit(prefix, option, place);
    const types = listTypes(node);
    const known = types.length > 0 ? types : ['object', 'string'];
    if (node.at !== '') note(`${prefix}${node.at}`, false, node.site, known, place + node.at);
    if (node.items) visit(prefix, node.items, place);
    for (const member of Object.values(node.properties ?? {})) visit(prefix, member, place);
  };
  visit(`sample/${side}`, schemas.nodeAt(`${samples}/requestBody/${content}`), `/${side}`);
  visit('sample/answer', schemas.nodeAt(`${samples}/responses/200/${content}`), isWebhook ? '/answer' : '');
}

function listCommandLists({ sources }: Contract): string[] {
  return [...new Set(sources.pages.flatMap(({ commands }) => commands ?? []))];
}

export function factWords(page: SourcePage, contract: Contract): FactWords {
  const { openapi, schemas, hosts, statements, sources } = contract;
  const isWebhook = findWebhook(page, openapi) !== undefined;
  const expected = expectedFacts(page, contract);
  const keys = [...expected.keys()];
  const listNames = (kind: string) =>
    keys.filter((key) => key.startsWith(`${kind}/`)).map((key) => key.slice(key.lastIndexOf('/') + 1));
  const { code, message, requestId, outcome } = statements.envelope;
  const answers = sources.pages.flatMap(({ tables }) => (tables?.webhook ? (tables.answer ?? []) : []));
  return {
    isWebhook,
    hosts,
    parameters: new Set(listNames('parameter')),
    commands: new Set(listNames('command')),
    listsCommands: page.commands !== undefined,
    fields: new Set(listNames('field')),
    lists: new Set(
      keys.flatMap((key) => (key.startsWith('word/') ? [key.slice(5, key.lastIndexOf('/'))] : [])),
    ),
    envelope: new Set(
      isWebhook
        ? answers.flatMap(({ schema }) => schemas.nodeAt(schema).required)
        : [code, message, requestId, ...(outcome ? [outcome.name] : [])],
    ),
  };
}
