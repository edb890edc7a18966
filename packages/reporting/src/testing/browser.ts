import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe } from 'vitest';

export type { Page } from 'playwright-core';

/** How a page is shown. */
export interface Screen {
  /** In pixels. Default 1280. */
  width?: number;
  dark?: boolean;
  /** Part of the address, such as `#V1-REC-003`. */
  hash?: string;
}

/** A page in a real browser, and what is wrong with it: messages on its console, errors, and what it asked the network for. */
export interface OpenedPage {
  page: Page;
  complaints: string[];
}

const executablePath = process.env.CHROMIUM_PATH ?? '/usr/bin/chromium';
const args =
  '--headless --no-sandbox --disable-gpu --no-first-run --disable-background-networking --disable-component-update --disable-sync';

/** Shows what is open on another screen. */
export async function showOn(page: Page, { width = 1280, dark = false }: Screen): Promise<void> {
  await page.setViewportSize({ width, height: 812 });
  await page.emulateMedia({ colorScheme: dark ? 'dark' : 'light' });
}

/**
 * Tests that look at pages in Chromium. Without one they are skipped and say so; in CI they fail.
 *
 * @param tests gets what opens HTML in the one page that all share
 */
export function describeInBrowser(
  tests: (open: (html: string, screen?: Screen) => Promise<OpenedPage>) => void,
) {
  const missing = !existsSync(executablePath);
  const skipped = missing && process.env.CI !== 'true';
  if (skipped) {
    console.warn(`SKIPPED: the report is not opened, no Chromium at ${executablePath}: set CHROMIUM_PATH`);
  }
  describe.skipIf(skipped)('in a browser', () => {
    let browser: Browser;
    let page: Page;
    let folder = '';
    let complaints: string[] = [];
    beforeAll(async () => {
      if (missing) throw new Error(`no Chromium at ${executablePath}: install it, or set CHROMIUM_PATH`);
      folder = await mkdtemp(join(tmpdir(), 'report-html-'));
      browser = await chromium.launch({ executablePath, args: args.split(' ') });
      page = await browser.newPage();
      page.setDefaultTimeout(5000);
      page.on('console', (message) => complaints.push(message.text()));
      page.on('pageerror', (error) => complaints.push(error.message));
      page.on('request', (request) => {
        if (!/^(file|data):/.test(request.url())) complaints.push(`asked for ${request.url()}`);
      });
    }, 30_000);
    afterAll(async () => {
      await browser?.close();
      if (folder !== '') await rm(folder, { recursive: true });
    });

    tests(async (html, { hash = '', ...screen } = {}) => {
      const file = join(folder, 'report.html');
      await writeFile(file, html);
      // An address that differs only behind its # would not load the page again.
      await page.goto('about:blank');
      complaints = [];
      await showOn(page, screen);
      await page.goto(`${pathToFileURL(file)}${hash}`);
      return { page, complaints };
    });
  });
}
