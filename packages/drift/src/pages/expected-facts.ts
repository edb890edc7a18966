import { commandWords, errorCodes, operations, queryParameters } from '@trtc-call/spec/v1';
import { openapi } from '@trtc-call/spec/v1/openapi';
import { citations, type SourcePage, type SourceTable } from '@trtc-call/spec/v1/sources';
import { createSchemaReader, type SchemaNode } from '../contract/schema-node.ts';
import type { FactWords } from './page-facts.ts';
import type { Section } from './page-words.ts';

/** A fact that the contract has, and whether the page must state it. */
export interface ExpectedFact {
  /** What it may say, in the form of a page's fact; any of them conforms. */
  readonly values: readonly string[];
  readonly isRequired: boolean;
  /** Pointer into the body, where it is about a field. */
  readonly pointer: string;
  /** Pointer into the bundled contract. */
  readonly site: string;
}

const { nodeAt, valueAt } = createSchemaReader(openapi, citations);

export type ExpectedFacts = ReadonlyMap<string, ExpectedFact>;

/** Words by which facts of this API are found on a page. */
export function factWords(): FactWords {
  return {
    domains: [
      ...new Set(openapi.servers.map(({ url }) => new URL(url).hostname.split('.').slice(-2).join('.'))),
    ],
    parameters: new Set(Object.keys(queryParameters)),
    commands: new Set([...commandWords.status, ...commandWords.event]),
    pathPrefixes: [
      ...new Set(Object.keys(openapi.paths).map((path) => path.slice(0, path.indexOf('/', 1) + 1))),
    ],
    envelope: new Set(nodeAt(envelope).required),
  };
}

const envelope = '#/components/schemas/Failure';

/** Reads from the contract what a page should say. */
export function expectedFacts(page: SourcePage): ExpectedFacts {
  const facts = new Map<string, ExpectedFact>();
  const note = (
    key: string,
    isRequired: boolean,
    site: string,
    values: readonly string[] = [''],
    pointer = '',
  ) => {
    const known = facts.get(key);
    facts.set(key, { values, pointer, site, isRequired: isRequired || (known?.isRequired ?? false) });
  };
  for (const [at, { url }] of openapi.servers.entries()) {
    note(`host/${new URL(url).host}`, page.host === `#/servers/${at}`, `#/servers/${at}/url`);
  }
  for (const path of Object.keys(openapi.paths)) {
    const site = `#/paths/${path.replaceAll('/', '~1')}`;
    note(`path/${path}`, page.path === site, site);
  }
  for (const [name, parameter] of Object.entries(openapi.components.parameters)) {
    const site = `#/components/parameters/${name}`;
    const isStated = page.parameters !== undefined && cites(site, page) && name in queryParameters;
    if (parameter.name !== undefined) note(`parameter/${parameter.name}`, isStated, site);
  }
  note(`identifier/${queryParameters.identifier.example}`, false, '#/components/parameters/identifier');
  if (page.rate !== undefined) note('rate', true, page.rate, [String(valueAt(page.rate).requests)]);
  for (const { code, source } of errorCodes) {
    const isStated = source.some((id) => id === page.id) && !page.unseen?.includes('codes');
    note(`code/${code}`, isStated, `#/errors/${code}`);
  }
  for (const list of ['CallStatusCommand', 'CallEventCommand']) {
    const site = `#/components/schemas/${list}`;
    const isStated = page.commands?.includes(site) ?? false;
    for (const word of nodeAt(site).enum ?? []) note(`command/${word}`, isStated, `${site}/enum`);
  }
  for (const { section, table } of listTables(page)) noteFields(section, table, page, note);
  noteSamples(page, note);
  return facts;
}

type Note = (
  key: string,
  isRequired: boolean,
  site: string,
  values?: readonly string[],
  pointer?: string,
) => void;

/** The tables of a page; every page of an operation may list the envelope. */
export function listTables({ tables = {} }: SourcePage): { section: Section; table: SourceTable }[] {
  const list = (section: Section) => (tables[section] ?? []).map((table) => ({ section, table }));
  const stated = [...list('request'), ...list('answer'), ...list('webhook')];
  return [...stated, { section: 'answer', table: { schema: envelope, at: '' } }];
}

function noteFields(section: Section, { schema, at }: SourceTable, page: SourcePage, note: Note): void {
  const node = nodeAt(schema, at);
  const isSeen = !page.unseen?.includes(section);
  for (const [name, member] of Object.entries(node.properties ?? {})) {
    const isStated = isSeen && cites(member.site, page);
    note(`field/${section}/${name}`, isStated, member.site, fieldValues(node, name, member), member.at);
    for (const word of listWords(member)) {
      note(`word/${section}/${name}/${word}`, isStated, member.wordsAt[0] ?? member.site, [''], member.at);
    }
  }
}

/** What a row may say of a field: a type of it, and whether it must be given. */
function fieldValues(node: SchemaNode, name: string, member: SchemaNode): string[] {
  const need = node.required.includes(name) ? 'required' : 'optional';
  const types = member.anyOf ? member.anyOf.flatMap((option) => option.type) : member.type;
  return [...new Set(types)].flatMap((type) => [type, `${type} ${need}`, need, '']);
}

function listWords(member: SchemaNode): string[] {
  const { enum: words = [] } = member.items?.enum ? member.items : member;
  return words.map((word) => String(word).toLowerCase());
}

/** What samples may show: everything that the operation takes and answers. */
function noteSamples({ samples }: SourcePage, note: Note): void {
  const operation = Object.values(operations).find(({ path }) =>
    samples?.includes(`${path.replaceAll('/', '~1')}/`),
  );
  if (!operation) return;
  const content = 'content/application~1json/schema';
  noteMembers('sample/body', nodeAt(`${samples}/requestBody/${content}`, ''), note, '/body');
  noteMembers('sample/answer', nodeAt(`${samples}/responses/200/${content}`, ''), note, '');
}

function noteMembers(prefix: string, node: SchemaNode, note: Note, place: string): void {
  for (const option of node.anyOf ?? []) noteMembers(prefix, option, note, place);
  if (node.at !== '') {
    const types = node.anyOf ? node.anyOf.flatMap((option) => option.type) : node.type;
    note(
      `${prefix}${node.at}`,
      false,
      node.site,
      [...types, ...(types.length === 0 ? ['object', 'string'] : [])],
      place + node.at,
    );
  }
  if (node.items) noteMembers(prefix, node.items, note, place);
  for (const member of Object.values(node.properties ?? {})) noteMembers(prefix, member, note, place);
}

function cites(site: string, { id }: SourcePage): boolean {
  return citations[site]?.source.includes(id) ?? false;
}
