// Makes src/generated/ from the YAML of every generation: `node src/generate/main.ts [output folder]`.
import { join, resolve } from 'node:path';
import { generate } from './generate.ts';

const packageFolder = join(import.meta.dirname, '..', '..');
generate(packageFolder, resolve(process.argv[2] ?? join(packageFolder, 'src', 'generated')));
