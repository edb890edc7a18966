import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { generationV1, generationV4 } from './generation.ts';
import { schemasModule, tablesModule, userSigModule } from './tables.ts';
import { typesModule } from './types.ts';

// Makes the generated/ folders below src/ from the bundled contracts of @trtc-call/spec: `node scripts/generate.ts`.

const generations = [generationV1, generationV4];
const source = join(import.meta.dirname, '..', 'src');

for (const generation of generations) {
  const { name, document } = generation;
  const folder = join(name, 'generated');
  write(folder, `${name}.gen.ts`, 'types.ts', await typesModule(document));
  write(folder, `${name}-tables.gen.ts`, 'tables.ts', tablesModule(generation));
  write(folder, `${name}-schemas.gen.ts`, 'tables.ts', schemasModule(generation));
}
write('generated', 'user-sig.gen.ts', 'tables.ts', userSigModule(generations));

function write(folder: string, file: string, script: string, text: string): void {
  const header = `// Made by scripts/${script} from the bundled contract of @trtc-call/spec.\n// Change the contract, then run the generate script again.\n\n`;
  mkdirSync(join(source, folder), { recursive: true });
  writeFileSync(join(source, folder, file), header + text);
}
