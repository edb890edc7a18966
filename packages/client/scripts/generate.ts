import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openapi } from '@trtc-call/spec/v1/openapi';
import { answersModule } from './answers-module.ts';
import { requestsModule } from './requests-module.ts';
import { tablesModule } from './tables-module.ts';
import { typesModule } from './types-module.ts';

// Makes src/v1/generated/ from the bundled contract of @trtc-call/spec: `node scripts/generate.ts`.

const folder = join(import.meta.dirname, '..', 'src', 'v1', 'generated');

mkdirSync(folder, { recursive: true });
write('v1.gen.ts', 'types-module.ts', await typesModule(openapi));
write('v1-tables.gen.ts', 'tables-module.ts', tablesModule(openapi));
write('v1-requests.gen.ts', 'requests-module.ts', requestsModule(openapi));
write('v1-answers.gen.ts', 'answers-module.ts', answersModule(openapi));

function write(file: string, script: string, text: string): void {
  const header = `// Made by scripts/${script} from the bundled contract of @trtc-call/spec.\n// Change the contract, then run the generate script again.\n\n`;
  writeFileSync(join(folder, file), header + text);
}
