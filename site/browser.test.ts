import { existsSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import axe from 'axe-core';
import { type BuildContext, context } from 'esbuild';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';

const executablePath = process.env.CHROMIUM_PATH ?? '/usr/bin/chromium';
const missing = !existsSync(executablePath);
const skipped = missing && process.env.CI !== 'true';
if (skipped)
  console.warn(`SKIPPED: the site is not opened, no Chromium at ${executablePath}: set CHROMIUM_PATH`);
const args =
  '--headless --no-sandbox --disable-gpu --no-first-run --disable-background-networking --disable-component-update --disable-sync';

/** One page of each kind. */
const kinds = [
  'index.html',
  'search.html?q=usersig',
  'changes.html',
  'guides/start.html',
  'guides/benchmarks.html',
  'packages/index.html',
  'v1/getRecordsByFilter.html',
  'v1/webhooks/call_status.html',
  'v4/index.html',
  'v4/schemas.html',
  'v4/errors/60010.html',
  'v4/decisions/V4-U-01.html',
  'api/mock.html',
];
const screens = [
  { width: 1280, colorScheme: 'light' },
  { width: 375, colorScheme: 'dark' },
] as const;

describe.skipIf(skipped)('the site in Chromium', () => {
  let browser: Browser;
  let page: Page;
  let server: BuildContext;
  let url: string;
  let complaints: string[] = [];

  beforeAll(async () => {
    if (missing) throw new Error(`no Chromium at ${executablePath}: install it, or set CHROMIUM_PATH`);
    server = await context({});
    const { port } = await server.serve({ servedir: dirname(inject('site')), host: '127.0.0.1' });
    url = `http://127.0.0.1:${port}/${basename(inject('site'))}/`;
    browser = await chromium.launch({ executablePath, args: args.split(' ') });
    page = await browser.newPage();
    page.setDefaultTimeout(10_000);
    page.on('console', (message) => complaints.push(message.text()));
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('request', (request) => {
      if (!request.url().startsWith(url)) complaints.push(`asked for ${request.url()}`);
    });
  });
  afterAll(async () => {
    await browser?.close();
    await server?.dispose();
  });

  async function open(path: string): Promise<void> {
    complaints = [];
    await page.goto(url + path, { waitUntil: 'networkidle' });
  }

  /** What axe calls serious or critical, and what is wider than the screen. */
  async function inspect(): Promise<string[]> {
    await page.evaluate(axe.source);
    return page.evaluate(async () => {
      const wide = [...document.body.querySelectorAll('*')].filter((element) => {
        const isCut = element.closest('pre, .scroll, .skip, textarea');
        return !isCut && element.getBoundingClientRect().right > innerWidth + 1;
      });
      const { violations } = await Reflect.get(globalThis, 'axe').run(document, {
        resultTypes: ['violations'],
      });
      return [
        ...(document.documentElement.scrollWidth > innerWidth ? ['the page scrolls sideways'] : []),
        ...wide.map((element) => `too wide: ${element.outerHTML.slice(0, 120)}`),
        ...violations
          .filter(({ impact }: { impact: string }) => impact === 'serious' || impact === 'critical')
          .map(
            ({ id, nodes }: { id: string; nodes: { html: string }[] }) =>
              `${id}: ${nodes[0]?.html.slice(0, 200)}`,
          ),
      ];
    });
  }

  test.each(kinds)('%s is quiet, accessible and fits, on a light desk and a dark phone', async (path) => {
    await open(path);
    for (const { width, colorScheme } of screens) {
      await page.setViewportSize({ width, height: 812 });
      await page.emulateMedia({ colorScheme });
      expect(await inspect(), `${width} px, ${colorScheme}`).toEqual([]);
    }
    expect(complaints).toEqual([]);
  });

  test('a page that is wide, grey, without labels, noisy or curious is found', async () => {
    await open('index.html');
    await page.setContent(`<html lang="en"><title>x</title><main><p style="color:#ccc;width:200vw">pale</p><input></main>
<script>console.log('noise'); throw new Error('broken');</script><img alt="" src="http://127.0.0.1:9/a.png">`);
    const found = (await inspect()).map((fault) => fault.split(':')[0]);
    expect(new Set(found)).toEqual(
      new Set(['the page scrolls sideways', 'too wide', 'color-contrast', 'label']),
    );
    expect(complaints).toEqual(
      expect.arrayContaining(['noise', 'broken', 'asked for http://127.0.0.1:9/a.png']),
    );
  });

  async function send(): Promise<{ title: string | null; answer: unknown }> {
    const count = await page.locator('.exchanges h3').count();
    await page.getByRole('button', { name: 'Send' }).click();
    await page.locator('.exchanges h3').nth(count).waitFor();
    const title = await page.locator('.exchanges h3').first().textContent();
    return { title, answer: JSON.parse((await page.locator('.exchanges pre').first().textContent()) ?? '') };
  }

  test('a call is answered by the mock in the page, and the next call knows of it', async () => {
    await open('v4/startCallByRobot.html');
    const { title, answer } = await send();
    expect(title).toBe('POST /v4/call_engine_http_srv/start_call_by_robot: HTTP 200');
    expect(answer).toMatchObject({ ActionStatus: 'OK', ErrorCode: 0 });
    await page.locator('[name=operation]').selectOption('endCall');
    expect((await send()).answer).toMatchObject({ ActionStatus: 'OK', ErrorCode: 0 });
    // The call is over now.
    expect((await send()).answer).toMatchObject({ ActionStatus: 'FAIL' });
    expect(complaints).toEqual([]);
  });

  test('the record that an example names is there, in both generations', async () => {
    await open('v4/getRecordByCallId.html');
    expect((await send()).answer).toMatchObject({ ErrorCode: 0, Response: {} });
    await open('v1/getRecordByCallId.html');
    expect((await send()).answer).toMatchObject({ errorCode: 0, data: { caller: expect.any(String) } });
  });

  test('a mistake is refused as the contract says', async () => {
    await open('v1/getRecordByCallId.html');
    await page.locator('[name=body]').fill('{"callId":');
    expect(await send()).toMatchObject({
      title: expect.stringContaining('the mock found: body-malformed'),
      answer: { errorCode: 70009 },
    });
    await page.getByText('Query parameters').click();
    await page.getByLabel('usersig').fill('');
    expect((await send()).answer).toMatchObject({ errorCode: 70001 });
  });

  test('the page of an error code provokes it', async () => {
    await open('v4/errors/60010.html');
    expect((await send()).answer).toMatchObject({ ErrorCode: 60010 });
  });

  test('a browser without streams of requests has the same answers', async () => {
    await page.addInitScript('if (globalThis.Request) delete Request.prototype.body');
    await open('v1/getRecordByCallId.html');
    expect((await send()).answer).toMatchObject({ errorCode: 0, data: { caller: expect.any(String) } });
  });

  test('search finds a code, a decision and an export, and its links work', async () => {
    for (const [words, link, target] of [
      ['60010', /^60010/, 'v4/errors/60010.html'],
      ['codes of a wrong UserSig', /^V4-U-01/, 'v4/decisions/V4-U-01.html'],
      ['createReceiver', /^createReceiver/, 'api/webhooks.html#createreceiver'],
    ] as const) {
      await open('index.html');
      await page.getByRole('searchbox', { name: 'Search' }).fill(words);
      await page.keyboard.press('Enter');
      await page.locator('#results a', { hasText: link }).first().click();
      await page.waitForURL(url + target);
    }
    expect(complaints).toEqual([]);
  });
});
