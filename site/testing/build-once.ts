import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { buildSite } from '../build.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Where the site stands. */
    site: string;
    /** Its pages, without those of TypeDoc. */
    pages: readonly string[];
  }
}

/** Builds the site once for every test. */
export default async function setup({ provide }: TestProject): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(tmpdir(), 'site-'));
  const pages = await buildSite(folder);
  provide('site', folder);
  provide(
    'pages',
    pages.map(({ path }) => path),
  );
  return () => rm(folder, { recursive: true });
}
