import { type AdapterModule, adapters } from './adapters.ts';
import { features } from './features.ts';
import { generateClients, generators } from './generated-clients.ts';
import { buildOurs, bundle, measureSize, type Size } from './size.ts';
import { measureSpeed } from './speed.ts';

/** Generates the clients of other tools, tries and measures all of them in this run, and gives a Markdown table. */
export async function compareClients(): Promise<string> {
  const folder = await generateClients();
  buildOurs();
  const modules: AdapterModule[] = [];
  const sizes: Size[] = [];
  for (const adapter of adapters) {
    modules.push(await import(await bundle(adapter.source, folder)));
    sizes.push(await measureSize(adapter, folder));
  }
  const speeds = await measureSpeed(modules);
  const tried = await Promise.all(modules.map(tryFeatures));
  const rows = [
    ['', ...adapters.map(({ title }) => findHead(title))],
    adapters.map(() => '---').concat('---'),
    ['loaded before the first call', ...sizes.map(({ atOnce }) => `${grouped(atOnce)} bytes`)],
    ['loaded when a record and a list are read', ...sizes.map(({ inUse }) => `${grouped(inUse)} bytes`)],
    ['one call after the other', ...speeds.map(({ sequential }) => `${grouped(sequential)} us`)],
    ['64 calls at a time', ...speeds.map(({ concurrent }) => `${grouped(concurrent)}/s`)],
    ...features.map(({ name }, at) => [name, ...tried.map((outcomes) => outcomes[at] ?? '')]),
  ];
  return rows.map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

type Outcome = 'yes' | 'by option' | 'no';

async function tryFeatures(module: AdapterModule): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  // One at a time: a base URL that is global can be that of one mock only.
  for (const { wishes, works } of features) {
    if (await works(module, {})) outcomes.push('yes');
    else if (Object.keys(wishes).length > 0 && (await works(module, wishes))) outcomes.push('by option');
    else outcomes.push('no');
  }
  return outcomes;
}

function findHead(title: string): string {
  const versions = new Map<string, string>(Object.entries(generators));
  const version = versions.get(title.startsWith('redocly') ? '@redocly/cli' : title);
  return version === undefined ? title : `${title} ${version}`;
}

function grouped(value: number): string {
  return Math.round(value).toLocaleString('en');
}
