import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Contract, type ErrorEntry, v1, v4 } from '@trtc-call/spec';
import { openapi as v1Document } from '@trtc-call/spec/v1/openapi';
import { sources, citations as v1Citations } from '@trtc-call/spec/v1/sources';
import type { OpenApiDocument, OpenApiOperation } from '@trtc-call/spec/v4/openapi';
import { openapi as v4Document } from '@trtc-call/spec/v4/openapi';
import { type Citation, citations as v4Citations } from '@trtc-call/spec/v4/sources';
import { describe, type Html, html, joinLinks, prose } from './page.ts';

/** All that the pages of one generation are made of. */
export interface Generation {
  readonly name: 'v1' | 'v4';
  readonly contract: Contract;
  readonly document: OpenApiDocument;
  readonly citations: Readonly<Record<string, Citation>>;
  readonly decisions: readonly Decision[];
}

/** One entry of decisions.md. */
export interface Decision {
  readonly id: string;
  readonly title: string;
  /** The heading above it. */
  readonly group: string;
  /** Markdown. */
  readonly text: string;
}

/** Both generations, the present one first. */
export function readGenerations(root: string): Generation[] {
  const read = (name: 'v1' | 'v4') => ({
    name,
    decisions: parseDecisions(readFileSync(join(root, 'spec', name, 'decisions.md'), 'utf8')),
  });
  return [
    { ...read('v4'), contract: v4.contract, document: v4Document, citations: v4Citations },
    { ...read('v1'), contract: v1.contract, document: v1Document, citations: v1Citations },
  ];
}

function parseDecisions(text: string): Decision[] {
  return text.split(/^# /m).flatMap((part) =>
    [...part.matchAll(/^## (\S+) (.*)\n([\s\S]*?)(?=^## |$(?![\s\S]))/gm)].map(
      ([, id = '', title = '', rest = '']) => ({
        id,
        title,
        group: part.slice(0, part.indexOf('\n')),
        text: rest.trim(),
      }),
    ),
  );
}

/** Each operation with its path, in the order of the contract. */
export function listOperations({ document }: Generation): (OpenApiOperation & { readonly path: string })[] {
  return Object.entries(document.paths).map(([path, { post }]) => ({ ...post, path }));
}

/** Links to the operations with these ids; a word where it is all of them. */
export function linkOperations(generation: Generation, ids: readonly string[]): Html {
  const all = Object.keys(generation.contract.operations);
  if (ids.length === all.length) return html`all operations`;
  return joinLinks(ids.map((id) => html`<a href="/${generation.name}/${id}.html">${id}</a>`));
}

/** Links to vendor pages, or the words that stand for another source. */
export function linkSources(ids: readonly (number | string)[]): Html {
  return joinLinks(
    ids.map((id) => {
      const isPage = typeof id === 'number' || /^\d+$/.test(id);
      return isPage ? html`<a href="${sources.address.replace('{id}', String(id))}">${id}</a>` : html`${id}`;
    }),
  );
}

/** Links to decisions, each with its title to hover over. */
export function linkDecisions({ name, decisions }: Generation, ids: readonly string[]): Html {
  const find = (id: string) => decisions.find((decision) => decision.id === id)?.title ?? '';
  return joinLinks(
    ids.map((id) => html`<a href="/${name}/decisions/${id}.html" title="${find(id)}">${id}</a>`),
  );
}

/** Error codes with their causes, each with its page. */
export function linkCodes({ name }: Generation, codes: readonly ErrorEntry[]): Html {
  return describe(
    'list',
    codes.map(({ code, name: reason, cause }) => [
      html`<a href="/${name}/errors/${code}.html">${code}</a> <code>${reason}</code>`,
      prose(cause),
    ]),
  );
}
