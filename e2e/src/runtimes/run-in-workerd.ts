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
  }) => {
    dispatchFetch(url: string, init: { method: 'POST'; body: string }): Promise<Response>;
    dispose(): Promise<void>;
  };
}

/** A program as a Worker. Without a compatibility flag there is nothing of Node. */
interface WorkerProgram {
  readonly main: string;
  readonly input: unknown;
  readonly compatibilityFlags: string[];
}

/** Runs a program as a Worker. */
export async function runInWorkerd(
  { main, input, compatibilityFlags }: WorkerProgram,
  { programs, installed }: Place,
): Promise<unknown> {
  const folder = await bundleProgram(programs, main, {
    conditions: ['workerd', 'worker', 'browser'],
    splitting: false,
  });
  const contents = readFileSync(join(folder, main.replace(/\.ts$/, '.js')), 'utf8');
  const { Miniflare }: MiniflareModule = createRequire(join(installed, 'package.json'))('miniflare');
  const worker = new Miniflare({
    modules: [{ type: 'ESModule', path: 'worker.js', contents }],
    compatibilityDate: '2026-07-01',
    compatibilityFlags,
  });
  try {
    const answer = await worker.dispatchFetch('http://worker.example/', {
      method: 'POST',
      body: JSON.stringify(input),
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`the Worker failed: ${text}`);
    return JSON.parse(text);
  } finally {
    await worker.dispose();
  }
}
