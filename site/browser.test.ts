import { existsSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { generations } from '@trtc-call/spec';
import axe from 'axe-core';
import { type BuildContext, context } from 'esbuild';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';

const executablePath = process.env.CHROMIUM_PATH ?? '/usr/bin/chromium';
const isFull = process.env.TRTC_CALL_FULL === '1';
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
  '404.html',
  'guides/start.html',
  'guides/start.ja.html',
  'guides/start.zh-CN.html',
  'guides/billing.html',
  'guides/benchmarks.html',
  'guides/migrate-v1-to-v4.html',
  'packages/call-book.html',
  'v1/index.html',
  'v1/getRecordsByFilter.html',
  'v1/webhooks/call_status.html',
  'v1/errors/0.html',
  'v4/schemas.html',
  'v4/errors/index.html',
  'v4/errors/60010.html',
  'v4/decisions/index.html',
  'v4/decisions/V4-U-01.html',
  'api/index.html',
  'api/spec.html',
];
/** Colours depend on the scheme and places on the width, so that two screens show both of each. */
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
    page.setDefaultTimeout(30_000);
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

  async function open(path: string, waitUntil: 'load' | 'networkidle' = 'load'): Promise<void> {
    complaints = [];
    await page.goto(url + path, { waitUntil });
  }

  /** What is wider than the screen. */
  function findWide(): Promise<string[]> {
    return page.evaluate(() => {
      const wide = [...document.body.querySelectorAll('*')].filter((element) => {
        const isCut = element.closest('pre, .scroll, .skip, textarea');
        return !isCut && element.getBoundingClientRect().right > innerWidth + 1;
      });
      return [
        ...(document.documentElement.scrollWidth > innerWidth ? ['the page scrolls sideways'] : []),
        ...wide.map((element) => `too wide: ${element.outerHTML.slice(0, 120)}`),
      ];
    });
  }

  /** What axe finds. Rows, entries, links and blocks of code are alike: the first ones of each stand for all. */
  async function findBarriers(): Promise<string[]> {
    if (!(await page.evaluate(() => 'axe' in globalThis))) await page.evaluate(axe.source);
    return page.evaluate(async () => {
      const alike = [
        'tbody tr',
        'dt',
        'dd',
        'aside a',
        'main > p',
        'main > pre',
        'main li',
        'article',
        'option',
        'pre span',
      ];
      const { violations } = await Reflect.get(globalThis, 'axe').run(
        { include: ['html'], exclude: alike.map((selector) => `${selector}:nth-of-type(n + 6)`) },
        { resultTypes: ['violations'] },
      );
      return violations.map(
        ({ id, nodes }: { id: string; nodes: { html: string }[] }) =>
          `${id}: ${nodes[0]?.html.slice(0, 200)}`,
      );
    });
  }

  // Barriers in the short form by turns on one of the screens: all pages share colours and parts.
  test.each(kinds.map((path, at) => ({ path, judged: isFull ? screens : [screens[at % 2]] })))(
    '$path is quiet, accessible and fits, light and dark, on a desk and a phone',
    async ({ path, judged }) => {
      await open(path, 'networkidle');
      for (const screen of screens) {
        const { width, colorScheme } = screen;
        await page.setViewportSize({ width, height: 812 });
        await page.emulateMedia({ colorScheme });
        const found = [...(await findWide()), ...(judged.includes(screen) ? await findBarriers() : [])];
        expect(found, `${width} px, ${colorScheme}`).toEqual([]);
      }
      expect(complaints).toEqual([]);
    },
  );

  test.each(['api/client.html', 'api/mock.html'])('%s, which is long, fits a phone', async (path) => {
    await page.setViewportSize({ width: 375, height: 812 });
    await open(path);
    expect(await findWide()).toEqual([]);
  });

  test('a page that is wide, grey, without labels, noisy or curious is found', async () => {
    await open('index.html');
    await page.setContent(`<html lang="en"><title>x</title><main><p style="color:#ccc;width:200vw">pale</p><input></main>
<script>console.log('noise'); throw new Error('broken');</script><img alt="" src="http://127.0.0.1:9/a.png">`);
    expect((await findWide()).map((fault) => fault.split(':')[0])).toEqual(
      expect.arrayContaining(['the page scrolls sideways', 'too wide']),
    );
    expect((await findBarriers()).map((fault) => fault.split(':')[0])).toEqual(
      expect.arrayContaining(['color-contrast', 'label', 'page-has-heading-one']),
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

  const records = { errorCode: 0, data: { callRecordList: [{}, {}, {}, {}, {}, {}, {}, {}, {}, {}] } };
  const asked: readonly (readonly [generation: string, operation: string, answer: object])[] = [
    ['v1', 'getRecordByCallId', { errorCode: 0, data: { caller: expect.any(String) } }],
    ['v1', 'getRecordsByFilter', records],
    ['v4', 'getRecordByCallId', { ErrorCode: 0, Response: { CallRecord: {} } }],
    ['v4', 'getRecordsByFilter', { ErrorCode: 0, Response: { CallRecordList: [{}, {}] } }],
    ['v4', 'getCallInfo', { ErrorCode: 0, Response: { CallInfo: {} } }],
    ['v4', 'endCall', { ErrorCode: 0 }],
  ];
  test.each(generations)(
    'the mock in a page of %s has what the first examples ask for',
    async (generation) => {
      const [first, ...others] = asked.filter(([name]) => name === generation);
      await open(`${generation}/${first?.[1]}.html`);
      expect((await send()).answer).toMatchObject(first?.[2] ?? {});
      for (const [, operation, answer] of others) {
        await page.locator('[name=operation]').selectOption(operation);
        expect((await send()).answer, operation).toMatchObject(answer);
      }
    },
  );

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

  test('a search begins on any page, its links work, and its address is that of the words', async () => {
    await open('index.html');
    await page.getByRole('searchbox', { name: 'Search' }).fill('bil');
    await page.keyboard.press('Enter');
    await page.getByRole('textbox', { name: 'Words' }).fill('billing');
    await page.waitForURL(`${url}search.html?q=billing`);
    await page.reload();
    await page
      .locator('#search a', { hasText: /^A billing service/ })
      .first()
      .click();
    await page.waitForURL(`${url}guides/billing.html`);
    expect(complaints).toEqual([]);
  });

  test('search finds guide, code, decision and export', async () => {
    await open('search.html');
    for (const [words, link, target] of [
      ['how to bill', /^A billing service/, 'guides/billing.html'],
      ['migration', /^Migrate from v1 to v4/, 'guides/migrate-v1-to-v4.html'],
      ['end_call', /^End a call \(v4/, 'v4/endCall.html'],
      ['60010', /^60010/, 'v4/errors/60010.html'],
      ['codes of a wrong UserSig', /^V4-U-01/, 'v4/decisions/V4-U-01.html'],
      ['createReceiver', /^createReceiver/, 'api/webhooks.html#createreceiver'],
    ] as const) {
      await page.getByRole('textbox', { name: 'Words' }).fill(words);
      const found = page.locator('#search a', { hasText: link }).first();
      expect(new URL((await found.getAttribute('href')) ?? '', page.url()).href).toBe(url + target);
    }
    expect(complaints).toEqual([]);
  });

  test('the dark scheme can be chosen, is kept for the next page, and given back', async () => {
    const ground = () => page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
    const button = page.getByRole('button', { name: 'Dark' });
    await page.emulateMedia({ colorScheme: 'light' });
    await open('index.html');
    expect(await ground()).toBe('rgb(255, 255, 255)');
    await button.press('Enter');
    const dark = await ground();
    expect(dark).not.toBe('rgb(255, 255, 255)');
    await open('v4/endCall.html');
    expect([await ground(), await button.getAttribute('aria-pressed')]).toEqual([dark, 'true']);
    await button.click();
    expect([await ground(), await button.getAttribute('aria-pressed')]).toEqual([
      'rgb(255, 255, 255)',
      'false',
    ]);
  });

  test('without JavaScript a page says so in place of the form, and has no dead button', async () => {
    const plain = await browser.newPage({ javaScriptEnabled: false });
    await plain.goto(`${url}v4/endCall.html`);
    expect(await plain.locator('noscript p').isVisible()).toBe(true);
    expect(await plain.getByRole('button').count()).toBe(0);
    await plain.close();
  });
});
