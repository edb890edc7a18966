import { breakout, cutOff, describeInBrowser, faintTexts, type Page } from '@trtc-call/reporting/testing';
import { expect, test } from 'vitest';
import { hostileReport } from './hostile-report.ts';
import { renderHtml } from './render-html.ts';
import { renderJUnit } from './render-junit.ts';
import type { RunReport } from './run-report.ts';
import { syntheticReport, syntheticResults } from './synthetic-report.ts';

test('a report is the same twice, and its policy allows nothing but its own style and script', () => {
  const page = renderHtml(syntheticReport(syntheticResults()));
  expect(renderHtml(syntheticReport(syntheticResults()))).toBe(page);
  const policy = (/Content-Security-Policy" content="([^"]*)"/.exec(page)?.[1] ?? '').replaceAll(
    '&#39;',
    "'",
  );
  expect(policy).toMatch(
    /^default-src 'none'; style-src 'sha256-[^;]+'; script-src 'sha256-[^;]+'; img-src data:; base-uri 'none'; form-action 'none'$/,
  );
  expect(page).not.toMatch(/ (style|on\w+)="|unsafe|<link[^>]+href="http|<(img|iframe|script)[^>]+src/);
});

test('the contract is a link for those who have no checkout of it', () => {
  const page = renderHtml(syntheticReport(syntheticResults()));
  expect(page).toContain('<a href="https://unpkg.com/@trtc-call/spec/dist/v1/openapi.json"');
});

describeInBrowser((openHtml) => {
  const open = (report: RunReport, screen?: Parameters<typeof openHtml>[1]) =>
    openHtml(renderHtml(report), screen);
  const report = syntheticReport(syntheticResults());

  const screens = [1280, 375].flatMap((width) => [false, true].map((dark) => ({ width, dark })));
  for (const screen of screens) {
    const name = `${screen.width} px ${screen.dark ? 'dark' : 'light'}`;
    for (const [kind, shown] of [
      ['an ordinary', report],
      ['a hostile', hostileReport(`${breakout} ${'wide'.repeat(200)}`)],
    ] as const) {
      test(`${kind} report at ${name} says nothing to the console, runs nothing, and fits its width`, async () => {
        const { page, complaints } = await open(shown, screen);
        await page.locator('details.result').evaluateAll((rows) => {
          for (const row of rows) row.toggleAttribute('open', true);
        });
        expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(screen.width);
        expect(await page.evaluate(cutOff)).toEqual([]);
        expect(await page.evaluate(() => Reflect.has(window, 'hacked'))).toBe(false);
        expect(await page.locator('details.result').count()).toBe(shown.results.length);
        expect(complaints).toEqual([]);
      });
    }

    test(`every text at ${name} stands out from its ground by 4.5 to 1`, async () => {
      const { page } = await open(report, screen);
      expect(await page.evaluate(faintTexts)).toEqual([]);
    });
  }

  const filters = [
    { title: 'verdict', use: (page: Page) => page.getByLabel('failed 1').check(), shows: ['V1-REC-003'] },
    {
      title: 'two verdicts',
      use: async (page: Page) => {
        await page.getByLabel('failed 1').check();
        await page.getByLabel('error 1').check();
      },
      shows: ['V1-AUTH-003', 'V1-REC-003'],
    },
    {
      title: 'level',
      use: (page: Page) => page.getByLabel('SHOULD', { exact: true }).check(),
      shows: ['V1-AUTH-003'],
    },
    {
      title: 'area',
      use: (page: Page) => page.getByLabel('Area', { exact: true }).selectOption('OBS'),
      shows: ['V1-OBS-001'],
    },
    {
      title: 'text',
      use: (page: Page) => page.getByLabel('Search in results').fill('GROUP calltype'),
      shows: ['V1-REC-003'],
    },
    {
      title: 'area and level, from the table',
      use: (page: Page) => page.getByRole('button', { name: 'Show REC MUST' }).click(),
      shows: ['V1-REC-003', 'V1-REC-006', 'V1-REC-005'],
    },
    {
      title: 'verdict, with the keyboard',
      use: async (page: Page) => {
        await page.getByLabel('skipped 1').focus();
        await page.keyboard.press('Space');
      },
      shows: ['V1-AUTH-002'],
    },
  ];
  for (const { title, use, shows } of filters) {
    test(`results can be narrowed by ${title}, and all shown again`, async () => {
      const { page, complaints } = await open(report);
      page.setDefaultTimeout(2000);
      await use(page);
      const shown = page.locator('details.result:visible');
      expect(await shown.evaluateAll((rows) => rows.map((row) => row.id))).toEqual(shows);
      expect(await page.getByRole('status').textContent()).toBe(`${shows.length} of 8 results`);
      await page.getByRole('button', { name: 'Show all' }).click();
      expect(await shown.count()).toBe(7);
      expect(await page.locator('details.fold').getByText('1 passed').isVisible()).toBe(true);
      expect(complaints).toEqual([]);
    });
  }

  test('when nothing matches the page says so and offers the way back', async () => {
    const { page } = await open(report);
    await page.getByLabel('Search in results').fill('no such text anywhere');
    expect(await page.getByText('Nothing matches.').isVisible()).toBe(true);
    await page.locator('#nothing').getByRole('button').click();
    expect(await page.getByRole('status').textContent()).toBe('8 results');
  });

  test('a link to a result opens it; a failure is open with request and response', async () => {
    const { page } = await open(report, { hash: '#V1-REC-004' });
    expect(await page.locator('#V1-REC-004').getAttribute('open')).not.toBeNull();
    expect(await page.locator('#V1-REC-003').getByText('"callType": "group"').isVisible()).toBe(true);
    expect(await page.locator('#V1-REC-003').getByText('get_records_by_filter?').isVisible()).toBe(true);
    expect(await page.locator('#V1-AUTH-001').getAttribute('open')).toBeNull();
  });

  test('the list on top shows what was expected and what came, and what is blocked by it', async () => {
    const { page } = await open(report);
    const row = page.locator('.causes li').filter({ hasText: 'V1-REC-003' });
    expect(((await row.locator('.seen').textContent()) ?? '').replace(/\s+/g, ' ')).toBe(
      'every callType to be "single" → "group" at callRecordList[0].callType',
    );
    expect(await row.locator('.others').textContent()).toBe('Blocked by it: V1-REC-006');
  });

  test('what passed is folded until it is looked for or named by the address', async () => {
    const { page } = await open(report, { hash: '#V1-AUTH-001' });
    expect(await page.locator('#V1-AUTH-001').isVisible()).toBe(true);
    const folded = await open(report);
    expect(await folded.page.locator('#V1-AUTH-001').isVisible()).toBe(false);
    await folded.page.getByLabel('Search in results').fill('V1-AUTH-001');
    expect(await folded.page.locator('#V1-AUTH-001').isVisible()).toBe(true);
  });

  test('at 375 px no word is broken in its middle, and no control cuts its text off', async () => {
    const { page } = await open(report, { width: 375 });
    await page.locator('details').evaluateAll((rows) => {
      for (const row of rows) row.toggleAttribute('open', true);
    });
    const broken = await page.evaluate(() => {
      const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
      const words: string[] = [];
      for (let node = walker.nextNode(); node; node = walker.nextNode()) {
        if (!node.parentElement?.checkVisibility() || node.parentElement.closest('pre, script, noscript'))
          continue;
        for (const { 0: word, index } of (node.nodeValue ?? '').matchAll(/[\w-]+/g)) {
          const range = document.createRange();
          range.setStart(node, index);
          range.setEnd(node, index + word.length);
          const lines = new Set([...range.getClientRects()].map(({ top }) => Math.round(top)));
          if (lines.size > 1 && !word.includes('-')) words.push(word);
        }
      }
      return words;
    });
    expect(broken).toEqual([]);
    const search = page.getByLabel('Search in results');
    const { text, room } = await search.evaluate((field) => {
      const style = getComputedStyle(field);
      const canvas = document.createElement('canvas').getContext('2d');
      if (!canvas || !(field instanceof HTMLInputElement)) return { text: 1, room: 0 };
      canvas.font = style.font;
      const padding = Number.parseFloat(style.paddingLeft) + Number.parseFloat(style.paddingRight);
      return { text: canvas.measureText(field.placeholder).width, room: field.clientWidth - padding };
    });
    expect(text).toBeLessThan(room);
  });

  test('an XML parser reads the JUnit report of a hostile target', async () => {
    const { page } = await open(report);
    const xml = renderJUnit(hostileReport(breakout));
    const found = await page.evaluate((text) => {
      const parsed = new DOMParser().parseFromString(text, 'application/xml');
      const count = (selector: string) => parsed.querySelectorAll(selector).length;
      return { broken: count('parsererror'), cases: count('testcase'), failures: count('failure') };
    }, xml);
    expect(found).toEqual({ broken: 0, cases: 8, failures: 1 });
  });
});
