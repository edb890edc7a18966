import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { callFlowsModule } from './call-flows.ts';
import { type Contract, readContract } from './contract.ts';
import { errorsModule } from './errors-module.ts';
import { locationsOf } from './locations.ts';
import { operationsModule } from './operations-module.ts';
import { sortComponents } from './sort-components.ts';
import { sourcesJson } from './sources-json.ts';
import { webhooksModule } from './webhooks-module.ts';

/** Writes the generated files of every generation into `outputFolder`. */
export function generate(packageFolder: string, outputFolder: string): void {
  mkdirSync(outputFolder, { recursive: true });
  const files = {
    ...generatedFiles(readContract(packageFolder, 'v1'), 'v1'),
    'v1-sources.gen.json': sourcesJson(packageFolder, 'v1'),
    'v1-locations.gen.json': `${JSON.stringify(locationsOf(packageFolder, 'v1'), null, 2)}\n`,
  };
  for (const [name, text] of Object.entries(files)) writeFileSync(join(outputFolder, name), text);
}

/** The generated files of one generation: name to text. The same contract gives the same bytes. */
export function generatedFiles(contract: Contract, generation: string): Record<string, string> {
  return {
    [`${generation}-openapi.gen.json`]: `${JSON.stringify(sortComponents(contract.document), null, 2)}\n`,
    [`${generation}-errors.gen.ts`]: errorsModule(contract, generation),
    [`${generation}-operations.gen.ts`]: operationsModule(contract, generation),
    [`${generation}-call-flows.gen.ts`]: callFlowsModule(contract, generation),
    [`${generation}-webhooks.gen.ts`]: webhooksModule(contract, generation),
  };
}
