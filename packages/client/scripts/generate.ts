// Makes src/generated/ from the bundled contract of @trtc-call/spec: `node scripts/generate.ts`.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openapi } from '@trtc-call/spec/v1/openapi';
import { shapesModule } from './shapes-module.ts';
import { typesModule } from './types-module.ts';

const header = (script: string) =>
  `// Made by scripts/${script} from the bundled contract of @trtc-call/spec.\n// Change the contract, then run the generate script again.\n\n`;

const folder = join(import.meta.dirname, '..', 'src', 'generated');
mkdirSync(folder, { recursive: true });
writeFileSync(join(folder, 'v1.gen.ts'), header('types-module.ts') + (await typesModule(openapi)));
writeFileSync(join(folder, 'v1-shapes.gen.ts'), header('shapes-module.ts') + shapesModule(openapi));
