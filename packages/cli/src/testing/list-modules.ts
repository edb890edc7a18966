import { writeFileSync } from 'node:fs';
import { registerHooks } from 'node:module';

// Loaded before the command line: writes to the file of MODULE_LIST how many kilobytes were resident at most, and the
// address of each module that was loaded, a line each.
const loaded = new Set<string>();
registerHooks({
  load(url, context, nextLoad) {
    loaded.add(url);
    return nextLoad(url, context);
  },
});
process.once('exit', () => {
  const { maxRSS } = process.resourceUsage();
  writeFileSync(process.env.MODULE_LIST ?? '', [maxRSS, ...loaded].join('\n'));
});
