import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { buildSite } from '../build.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Where the site stands. */
    site: string;
    /** Where it will be published. */
    url: string;
    /** Paths of its pages. */
    pages: readonly string[];
  }
}

const folder = mkdtempSync(join(tmpdir(), 'trtc-call-site-'));
// Below a path, as the page of a project is published.
const site = join(folder, 'trtc-call');

/** Vitest's hook before all tests: builds the site once. */
export async function setup({ provide }: TestProject): Promise<void> {
  const url = 'https://example.org/trtc-call/';
  const pages = await buildSite(site, url);
  provide('site', site);
  provide('url', url);
  provide(
    'pages',
    pages.map(({ path }) => path),
  );
}

export function teardown(): void {
  rmSync(folder, { recursive: true, force: true });
}
