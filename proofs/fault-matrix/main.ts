import { matrixTable } from './matrix-table.ts';
import { runMatrix } from './run-matrix.ts';

const rows = await runMatrix();
process.stdout.write(`${matrixTable(rows)}\n`);
if (rows.some(({ wrong }) => wrong.length > 0)) process.exitCode = 1;
