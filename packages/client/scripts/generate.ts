import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { generationV1, generationV4 } from './generation.ts';
import { schemasModule } from './schemas-module.ts';
import { regionsModule, tablesModule, userSigModule } from './tables-module.ts';
import { typesModule } from './types-module.ts';

// Makes the generated/ folders below src/ from the bundled contracts of @trtc-call/spec: `node scripts/generate.ts`.

const generations = [generationV1, generationV4];
const source = join(import.meta.dirname, '..', 'src');

for (const generation of generations) {
  const { name, document } = generation;
  const folder = join(name, 'generated');
  write(folder, `${name}.gen.ts`, 'types-module.ts', await typesModule(document));
  write(folder, `${name}-tables.gen.ts`, 'tables-module.ts', tablesModule(generation));
  write(folder, `${name}-schemas.gen.ts`, 'schemas-module.ts', schemasModule(generation));
}
write('generated', 'regions.gen.ts', 'tables-module.ts', regionsModule(generations));
write('generated', 'user-sig.gen.ts', 'tables-module.ts', userSigModule(generations));

function write(folder: string, file: string, script: string, text: string): void {
  const header = `// Made by scripts/${script} from the bundled contract of @trtc-call/spec.\n// Change the contract, then run the generate script again.\n\n`;
  mkdirSync(join(source, folder), { recursive: true });
  writeFileSync(join(source, folder, file), header + text);
}
