// `npm run clients [-- LANGUAGE ...]`: makes a client of each generation by generators of other makers, compiles it,
// and lets it call the mock. `--write` puts the table and the recipes into docs/clients.md.
import { readFileSync, writeFileSync } from 'node:fs';
import { replaceBetweenMarkers } from '../bench/table.ts';
import { generators } from './generators.ts';
import { isOnMachine, makeClient, type Outcome } from './make-client.ts';
import { page, renderRecipes, renderTable } from './page.ts';

const wanted = process.argv.slice(2).filter((argument) => !argument.startsWith('--'));
const write = process.argv.includes('--write');
const languages = [...new Set(generators.map(({ language }) => language.toLowerCase()))];
const unknown = wanted.filter((language) => !languages.includes(language));
if (unknown.length > 0) {
  console.error(`clients: unknown language '${unknown[0]}': use one or more of ${languages.join(', ')}`);
  process.exit(2);
}

const outcomes: Outcome[] = [];
for (const generator of generators) {
  const { language, name } = generator;
  if (wanted.length > 0 && !wanted.includes(language.toLowerCase())) continue;
  const missing = generator.needs.filter((command) => !isOnMachine(command));
  if (missing.length > 0) {
    console.error(`SKIPPED ${language}, ${name}: install ${missing.join(' and ')} to make this client`);
    continue;
  }
  console.error(`${language}, ${name} ...`);
  outcomes.push(await makeClient(generator));
}
const table = renderTable(outcomes);
console.log(table);
const failed = outcomes.filter(({ failure }) => failure !== undefined);
for (const { generator, failure } of failed) console.error(`\n${generator.name} failed: ${failure}`);
if (write && (outcomes.length < generators.length || failed.length > 0)) {
  console.error('docs/clients.md stays as it is: the table needs every client');
} else if (write) {
  const text = replaceBetweenMarkers(readFileSync(page, 'utf8'), 'clients', table);
  writeFileSync(page, renderRecipes(text));
}
process.exitCode = failed.length > 0 || outcomes.length === 0 ? 1 : 0;
