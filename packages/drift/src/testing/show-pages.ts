import { readdirSync, readFileSync } from 'node:fs';
import { basename, extname, join } from 'node:path';
import { sanitizeForTerminal } from '@trtc-call/reporting';
import { readContracts } from '../contract/contract.ts';
import { compareWithContract, unreadableGroups } from '../pages/compare-facts.ts';
import { expectedFacts, factWords } from '../pages/expected-facts.ts';
import { readKind } from '../pages/fact-keys.ts';
import type { PageAnswer } from '../pages/page-facts.ts';
import { createPageReader } from '../pages/page-reader.ts';

// `npm run pages -- FOLDER`: what was read of each saved page, and what was not.
const width = 100;
const contracts = readContracts();
const [folder = ''] = process.argv.slice(2);
const reader = createPageReader();
try {
  for (const file of listPages(folder)) print(await showPage(file));
} finally {
  await reader.close();
}

function listPages(folder: string): string[] {
  try {
    const names = readdirSync(folder, { recursive: true, encoding: 'utf8' });
    const pages = names.filter((name) => /(?:^|[/\\])\d+\.(?:md|html?)$/.test(name)).sort();
    if (pages.length === 0) print([`${folder} holds no page: save them there as <id>.md or <id>.html`]);
    return pages.map((name) => join(folder, name));
  } catch {
    console.error(`${folder || 'no folder'} cannot be read: name a folder with saved pages`);
    process.exitCode = 2;
    return [];
  }
}

async function showPage(file: string): Promise<string[]> {
  const id = Number(basename(file, extname(file)));
  const format = file.endsWith('.md') ? 'markdown' : 'html';
  const contract = contracts.find(({ sources }) => sources.pages.some((page) => page.id === id));
  const page = contract?.sources.pages.find((source) => source.id === id);
  if (!contract || !page) return [`${file}: page ${id} is in no sources.yaml`, ''];
  const text = readFileSync(file, 'utf8');
  const answer = await reader.read({ text, format, words: factWords(page, contract) });
  const title = `${file}: ${contract.generation}, ${page.about}`;
  if (answer.problem !== undefined) return [title, `  cannot be read: ${answer.problem}`, ''];
  const { facts } = answer.reading;
  const expected = expectedFacts(page, contract);
  const differences = [
    ...compareWithContract(page, facts, expected).map(
      ({ key, before, after }) => `${key}: ${after ?? 'nothing'} instead of ${before ?? 'nothing'}`,
    ),
    ...unreadableGroups(page, facts, expected).map((group) => `${group}: cannot be read`),
  ];
  return [title, ...describeReading(answer), ...list('differs from the contract', differences), ''];
}

function describeReading({ reading }: Extract<PageAnswer, { problem: undefined }>): string[] {
  const { facts, notFacts, rows } = reading;
  const kinds = Map.groupBy(facts, ([key]) => readKind(key));
  const { unreadable = [], ...known } = Object.fromEntries(kinds);
  return [
    `  ${facts.size - unreadable.length} facts, ${rows} rows of tables with facts, ${notFacts.length} not facts, ${unreadable.length} unreadable`,
    ...Object.entries(known).flatMap(([kind, own]) =>
      wrap(
        kind,
        own.map(([key, value]) =>
          [key.slice(kind.length + 1), value].filter((part) => part !== '').join(' = '),
        ),
      ),
    ),
    ...list(
      'not facts',
      notFacts.map(({ part, text, why }) => `${part} ${text}: ${why}`),
    ),
    ...list(
      'unreadable',
      unreadable.map(([key]) => key.slice('unreadable/'.length)),
    ),
  ];
}

/** Facts of a kind, as many in a line as fit. */
function wrap(kind: string, facts: readonly string[]): string[] {
  const lines: string[] = [];
  let line = `  ${kind.padEnd(12)}`;
  for (const [at, fact] of facts.entries()) {
    const next = at < facts.length - 1 ? `${fact}, ` : fact;
    if (line.length + next.length > width && line.trim() !== kind && line.trim() !== '') {
      lines.push(line.trimEnd());
      line = ' '.repeat(14);
    }
    line += next;
  }
  return [...lines, line.trimEnd()];
}

function list(title: string, items: readonly string[]): string[] {
  return items.length === 0 ? [] : [`  ${title}:`, ...items.map((item) => `    ${item}`)];
}

function print(lines: readonly string[]): void {
  for (const line of lines) {
    const indent = /^ */.exec(line)?.[0] ?? '';
    const text = indent + sanitizeForTerminal(line.trim());
    console.log(text.length > width ? `${text.slice(0, width - 1)}…` : text);
  }
}
