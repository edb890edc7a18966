// `npm run pages:mutants`: is every change of the vendor's pages found, in each form and language, and nothing else?
// `--write` puts the tables into docs/benchmarks.md.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { createPageCases, createPageModels, type PageTrial, tryPageCase } from '@trtc-call/drift/testing';
import { replaceBetweenMarkers } from '../table.ts';

const page = join(import.meta.dirname, '../../docs/benchmarks.md');
/** Of what goes wrong; the rest is counted. */
const mostShown = 60;
const { values } = parseArgs({ options: { write: { type: 'boolean', default: false } } });

const trials: PageTrial[] = [];
for (const model of createPageModels())
  for (const pageCase of createPageCases(model)) trials.push(await tryPageCase(pageCase));

const tables = [
  renderTable('operator', ({ mutant }) => mutant.operator),
  renderTable('form and language', ({ form }) => `${form.markup}, ${form.language}`),
].join('\n\n');
console.log(`${tables}\n`);
if (values.write)
  writeFileSync(page, replaceBetweenMarkers(readFileSync(page, 'utf8'), 'bench-pages', tables));
const misses = trials.flatMap((trial) => trial.misses);
for (const miss of misses.slice(0, mostShown)) console.error(`missed: ${miss}`);
if (misses.length > mostShown) console.error(`and ${misses.length - mostShown} more`);
if (misses.length > 0) process.exitCode = 1;

function renderTable(head: string, nameGroup: (trial: PageTrial) => string): string {
  const groups = [...Map.groupBy(trials, nameGroup), ['**all**', trials] as const];
  const rows = groups.map(([name, group]) => {
    const changed = group.filter(({ mutant }) => mutant.expected.length > 0);
    const count = (isSo: (trial: PageTrial) => boolean) => changed.filter(isSo).length.toLocaleString('en');
    const cells = [
      name,
      changed.length.toLocaleString('en'),
      count(({ isDetected }) => isDetected),
      count(({ hasRightClass }) => hasRightClass),
      count(({ hasRightPlace }) => hasRightPlace),
      (group.length - changed.length).toLocaleString('en'),
      group.reduce((sum, { alarms }) => sum + alarms, 0).toLocaleString('en'),
    ];
    return `| ${cells.join(' | ')} |`;
  });
  const heads = [
    head,
    'changed pages',
    'found',
    'right class',
    'right place',
    'pages that say the same',
    'false findings',
  ];
  return [`| ${heads.join(' | ')} |`, `| --- |${' ---: |'.repeat(heads.length - 1)}`, ...rows].join('\n');
}
