import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { replaceBetweenMarkers } from '../bench/table.ts';
import { generators } from './generators.ts';
import type { Outcome } from './make-client.ts';

/** The page that has the table and the recipes. */
export const page = join(import.meta.dirname, '../docs/clients.md');

/** A Markdown table of what became of each client. */
export function renderTable(outcomes: readonly Outcome[]): string {
  const rows = outcomes.map(({ generator, lines, compileSeconds, decoded, failure }) => {
    const cell = (kind: string) =>
      decoded.filter((line) => line.includes(kind)).length === 2 && !failure ? 'yes' : 'no';
    const { language, name, version } = generator;
    const made = `${lines.toLocaleString('en')} | ${Math.round(compileSeconds)} s`;
    return `| ${language} | ${name} ${version} | ${made} | ${cell(' success ')} | ${cell(' refusal ')} |`;
  });
  const head = '| language | generator | lines made | to compile | success decoded | refusal decoded |';
  return [head, '|---|---|--:|--:|---|---|', ...rows].join('\n');
}

/** The page with the recipes of UserSigs as the clients use them. */
export function renderRecipes(text: string): string {
  const recipes = new Map(
    generators.map(({ language, program, recipe }) => [language, join(program, recipe)]),
  );
  return [...recipes].reduce((page, [language, file]) => {
    const name = language.toLowerCase();
    const code = readFileSync(join(import.meta.dirname, file), 'utf8').trimEnd();
    return replaceBetweenMarkers(page, name, `\`\`\`${name}\n${code}\n\`\`\``);
  }, text);
}
