import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { bundleProgram, type Place } from './place.ts';

/** As much of miniflare as is used; it is not there when this is compiled. */
interface MiniflareModule {
  readonly Miniflare: new (options: {
    modules: { type: 'ESModule'; path: string; contents: string }[];
    compatibilityDate: string;
    compatibilityFlags: string[];
    bindings: Readonly<Record<string, string>>;
  }) => Worker;
}

interface Worker {
  dispatchFetch(url: string, init: { method: 'POST'; body: string }): Promise<Response>;
  dispose(): Promise<void>;
}

/** A program as a Worker. Without a compatibility flag there is nothing of Node. */
interface WorkerProgram {
  /** Its module. */
  readonly main: string;
  readonly compatibilityFlags: string[];
  /** Variables of its environment. */
  readonly bindings?: Readonly<Record<string, string>>;
}

async function startWorker(
  { main, compatibilityFlags, bindings = {} }: WorkerProgram,
  { programs, installed }: Place,
): Promise<Worker> {
  const folder = await bundleProgram(programs, main, {
    conditions: ['workerd', 'worker', 'browser'],
    splitting: false,
  });
  const contents = readFileSync(join(folder, 'main.js'), 'utf8');
  const { Miniflare }: MiniflareModule = createRequire(join(installed, 'package.json'))('miniflare');
  return new Miniflare({
    modules: [{ type: 'ESModule', path: 'worker.js', contents }],
    compatibilityDate: '2026-07-01',
    compatibilityFlags,
    bindings,
  });
}

/** Runs a program as a Worker. */
export async function runInWorkerd(
  { input, ...program }: WorkerProgram & { readonly input: unknown },
  place: Place,
): Promise<unknown> {
  return withWorker(program, place, async (send) => {
    const answer = await send('http://worker.example/', JSON.stringify(input));
    const text = await answer.text();
    if (!answer.ok) throw new Error(`the Worker failed: ${text}`);
    return JSON.parse(text);
  });
}

/** Starts a Worker and gives what `work` makes of its answers, whatever their status. */
export async function withWorker<Result>(
  program: WorkerProgram,
  place: Place,
  work: (send: (url: string, body: string) => Promise<Response>) => Promise<Result>,
): Promise<Result> {
  const worker = await startWorker(program, place);
  try {
    return await work((url, body) => worker.dispatchFetch(url, { method: 'POST', body }));
  } finally {
    await worker.dispose();
  }
}
