// `npm run bench:drift`: does the drift check find every change, and nothing else, and how fast? `--write` puts the
// tables into docs/benchmarks.md; `--quick` asks no other tool; `--scale` or `--proof` does one half;
// `--largest N` bounds the largest file (default 1,000,000 exchanges, 1.6 GB of disk while it is checked).
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { replaceBetweenMarkers } from '../table.ts';
import { prove } from './proof.ts';
import { measureScale, scaleTable } from './scale.ts';

const page = join(import.meta.dirname, '../../docs/benchmarks.md');
const { values } = parseArgs({
  options: {
    write: { type: 'boolean', default: false },
    quick: { type: 'boolean', default: false },
    proof: { type: 'boolean', default: false },
    scale: { type: 'boolean', default: false },
    largest: { type: 'string', default: '1000000' },
  },
});
const largest = Number(values.largest);
if (!Number.isSafeInteger(largest) || largest < 1000) {
  console.error(`--largest must be an integer of 1000 or more (got ${values.largest})`);
  process.exit(2);
}

const folder = mkdtempSync(join(tmpdir(), 'bench-drift-'));
try {
  const wantsBoth = values.proof === values.scale;
  if (wantsBoth || values.proof) {
    const { tables, misses } = await prove(folder, !values.quick);
    show('bench-drift', tables);
    for (const miss of misses) console.error(`missed: ${miss}`);
    if (misses.length > 0) process.exitCode = 1;
  }
  if (wantsBoth || values.scale) show('bench-drift-scale', scaleTable(await measureScale(folder, largest)));
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function show(marker: string, text: string): void {
  console.log(`${text}\n`);
  if (values.write) writeFileSync(page, replaceBetweenMarkers(readFileSync(page, 'utf8'), marker, text));
}
