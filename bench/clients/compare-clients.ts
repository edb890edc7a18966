import { signUserSig } from '@trtc-call/client/usersig';
import { measureInTurn } from '../measure.ts';
import { sampleCall } from '../sample-call.ts';
import { startOurServer } from '../servers/start.ts';
import { type AdapterModule, adapters } from './adapters.ts';
import { features } from './features.ts';
import { generateClients, generators } from './generated-clients.ts';
import { buildOurs, bundle, measureSize, type Size } from './size.ts';

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

/** How fast a client is against a bare server. */
interface Speed {
  /** Microseconds of one call after the other, the median of the rounds. */
  readonly sequential: number;
  /** Calls a second with 64 under way, the median of the rounds. */
  readonly concurrent: number;
}

/** Measures all clients in turn, round by round, against the same server. */
async function measureSpeed(modules: readonly AdapterModule[]): Promise<Speed[]> {
  const { answer, callId } = await sampleCall();
  const server = await startOurServer('bare', answer);
  const sdkAppId = 1400000000;
  const identifier = 'administrator';
  const secretKey = 'benchmark-key-that-opens-nothing-0123456789abcdef0123456789abcdef';
  const userSig = signUserSig({ sdkAppId, secretKey, identifier });
  const target = { baseUrl: server.line, sdkAppId, identifier, secretKey, userSig };
  const clients = modules.map((module) => module.make(target, { unlimited: true }));
  const calls = Object.fromEntries(clients.map((client, at) => [at, () => client.get(callId)]));
  try {
    const sequential = await measureInTurn(calls, { rounds: 7, callsEach: 1000, atOnce: 1 });
    const concurrent = await measureInTurn(calls, { rounds: 7, callsEach: 1000, atOnce: 64 });
    return clients.map((_, at) => ({
      sequential: sequential(`${at}`),
      concurrent: 1e6 / concurrent(`${at}`),
    }));
  } finally {
    for (const client of clients) client.close?.();
    await server.stop();
  }
}
