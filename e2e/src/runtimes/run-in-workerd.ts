import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { bundleProgram } from './bundle-program.ts';
import type { ProgramInput } from './program.ts';
import type { Place } from './run-as-process.ts';

/** As much of miniflare as is used; it is not there when this is compiled. */
interface MiniflareModule {
  readonly Miniflare: new (options: {
    modules: { type: 'ESModule'; path: string; contents: string }[];
    compatibilityDate: string;
  }) => {
    dispatchFetch(url: string, init: { method: 'POST'; body: string }): Promise<Response>;
    dispose(): Promise<void>;
  };
}

/** Runs the program as a Worker without any compatibility flag, so that there is nothing of Node. */
export async function runInWorkerd(input: ProgramInput, { programs, installed }: Place): Promise<unknown> {
  const folder = await bundleProgram(programs, 'worker-main.ts', {
    conditions: ['workerd', 'worker', 'browser'],
    splitting: false,
  });
  const contents = readFileSync(join(folder, 'worker-main.js'), 'utf8');
  const { Miniflare }: MiniflareModule = createRequire(join(installed, 'package.json'))('miniflare');
  const worker = new Miniflare({
    modules: [{ type: 'ESModule', path: 'worker.js', contents }],
    compatibilityDate: '2026-07-01',
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
