import { join } from 'node:path';
import { run } from '../run.ts';

/** Where a runtime finds what it needs. */
export interface Place {
  /** The folder of the program's files, in a project with the packed packages. */
  readonly programs: string;
  /** The folder that the runtimes are installed in. */
  readonly installed: string;
}

/** Runs a program as a process of its own. */
export async function runAsProcess(
  binary: string,
  flags: readonly string[],
  { main, input }: { readonly main: string; readonly input: unknown },
  { programs, installed }: Place,
): Promise<unknown> {
  const file = join(programs, main);
  const { stdout } = await run(binary, [...flags, file, JSON.stringify(input)], {
    cwd: programs,
    env: { DENO_DIR: join(installed, 'deno-cache'), DENO_NO_UPDATE_CHECK: '1', NODE_OPTIONS: undefined },
  });
  return JSON.parse(stdout);
}
