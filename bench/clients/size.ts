import { readFileSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { createMock } from '@trtc-call/mock';
import { type Adapter, adapters, type ProgramModule } from './adapters.ts';
import { bundle } from './bundle.ts';

/** What a program weighs, in bytes after minifying and gzip. */
export interface Size {
  /** What is loaded before anything is called. */
  readonly atOnce: number;
  /** What has been loaded when a record and a list have been read. */
  readonly inUse: number;
}

/** Weighs the program of a client by what the runtime really loads of it. */
export async function sizeOf(adapter: Adapter, folder: string): Promise<Size> {
  const mock = await createMock({ rateLimit: false });
  const url = await bundle(adapter.program, folder);
  const loaded = new Set<string>();
  const hooks = registerHooks({
    load(name, context, nextLoad) {
      loaded.add(name);
      return nextLoad(name, context);
    },
  });
  try {
    // An import of a name that is not known before is of any type; this says which it is.
    const program: ProgramModule = await import(url);
    const atOnce = weigh(loaded);
    // The others have no parts that are loaded later, and no way to be given a fetch.
    if (adapter === adapters[0]) await program.run(mock);
    return { atOnce, inUse: weigh(loaded) };
  } finally {
    hooks.deregister();
  }
}

function weigh(urls: ReadonlySet<string>): number {
  const files = [...urls].filter((url) => url.startsWith('file:'));
  return files.reduce((sum, url) => sum + gzipSync(readFileSync(fileURLToPath(url)), { level: 9 }).length, 0);
}
