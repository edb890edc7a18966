import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { buildSite } from '../build.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Where the site stands. */
    site: string;
    /** Paths of its pages. */
    pages: readonly string[];
  }
}

const folder = mkdtempSync(join(tmpdir(), 'trtc-call-site-'));

/** Vitest's hook before all tests: builds the site once. */
export async function setup({ provide }: TestProject): Promise<void> {
  const pages = await buildSite(folder);
  provide('site', folder);
  provide(
    'pages',
    pages.map(({ path }) => path),
  );
}

export function teardown(): void {
  rmSync(folder, { recursive: true, force: true });
}
