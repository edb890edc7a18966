import { writeFileSync } from 'node:fs';
import { registerHooks } from 'node:module';

// Loaded before the command line: writes the address of each module that it loads to the file of MODULE_LIST.
const loaded = new Set<string>();
registerHooks({
  load(url, context, nextLoad) {
    loaded.add(url);
    return nextLoad(url, context);
  },
});
process.once('exit', () => writeFileSync(process.env.MODULE_LIST ?? '', [...loaded].join('\n')));
