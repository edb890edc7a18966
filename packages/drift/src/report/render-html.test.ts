import { breakout, cutOff, describeInBrowser, faintTexts, type Page } from '@trtc-call/reporting/testing';
import { expect, test } from 'vitest';
import type { DriftReport } from '../drift-report.ts';
import { renderHtml } from './render-html.ts';
import { hostileReport } from './testing/hostile-report.ts';
import { damagedReport, fullReport, syntheticReport } from './testing/synthetic-report.ts';

test('a report is the same twice, and its policy allows nothing but its own style and script', () => {
  const page = renderHtml(fullReport());
  expect(renderHtml(fullReport())).toBe(page);
  const policy = (/Content-Security-Policy" content="([^"]*)"/.exec(page)?.[1] ?? '').replaceAll(
    '&#39;',
    "'",
  );
  expect(policy).toMatch(
    /^default-src 'none'; style-src 'sha256-[^;]+'; script-src 'sha256-[^;]+'; img-src data:; base-uri 'none'; form-action 'none'$/,
  );
  expect(page).not.toMatch(/ (style|on\w+)="|unsafe|<link[^>]+href="http|<(img|iframe|script)[^>]+src/);
});

describeInBrowser((openHtml) => {
  const open = (report: DriftReport, screen?: Parameters<typeof openHtml>[1]) =>
    openHtml(renderHtml(report), screen);
  const reports = {
    'an ordinary': fullReport(),
    'a damaged': damagedReport(),
    'an empty': syntheticReport(),
    'a hostile': hostileReport(`${breakout} ${'wide'.repeat(200)}`),
  };

  const screens = [1280, 375].flatMap((width) => [false, true].map((dark) => ({ width, dark })));
  for (const screen of screens) {
    const name = `${screen.width} px ${screen.dark ? 'dark' : 'light'}`;
    for (const [kind, shown] of Object.entries(reports)) {
      test(`${kind} report at ${name} says nothing to the console, runs nothing, and fits its width`, async () => {
        const { page, complaints } = await open(shown, screen);
        await page.locator('details.result').evaluateAll((rows) => {
          for (const row of rows) row.toggleAttribute('open', true);
        });
        expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(screen.width);
        expect(await page.evaluate(cutOff)).toEqual([]);
        expect(await page.evaluate(() => Reflect.has(window, 'hacked'))).toBe(false);
        expect(await page.locator('details.result').count()).toBe(shown.findings.length);
        expect(complaints).toEqual([]);
      });
    }

    test(`every text at ${name} stands out from its ground by 4.5 to 1`, async () => {
      const { page } = await open(damagedReport(), screen);
      await page.locator('details.result').evaluateAll((rows) => {
        for (const row of rows) row.toggleAttribute('open', true);
      });
      expect(await page.evaluate(faintTexts)).toEqual([]);
    });
  }

  const [, , field, updated] = fullReport().findings.map(({ id }) => id);
  const filters = [
    { title: 'class', use: (page: Page) => page.getByLabel('additive 1').check(), shows: [field] },
    {
      title: 'sensor',
      use: (page: Page) => page.getByLabel('documents', { exact: true }).check(),
      shows: [updated],
    },
    {
      title: 'text',
      use: (page: Page) => page.getByLabel('Search in findings').fill('MOOD string'),
      shows: [field],
    },
    {
      title: 'class, with the keyboard',
      use: async (page: Page) => {
        await page.getByLabel('informational 1').focus();
        await page.keyboard.press('Space');
      },
      shows: [updated],
    },
  ];
  for (const { title, use, shows } of filters) {
    test(`findings can be narrowed by ${title}, and all shown again`, async () => {
      const { page, complaints } = await open(fullReport());
      page.setDefaultTimeout(2000);
      await use(page);
      const shown = page.locator('details.result:visible');
      expect(await shown.evaluateAll((rows) => rows.map((row) => row.id))).toEqual(shows);
      expect(await page.getByRole('status').textContent()).toBe(`${shows.length} of 4 findings`);
      await page.getByRole('button', { name: 'Show all' }).click();
      expect(await shown.count()).toBe(4);
      expect(complaints).toEqual([]);
    });
  }

  test('a finding that several sensors saw is shown by each of them, and those of one operation together', async () => {
    const { page } = await open(fullReport());
    await page.getByLabel('probes', { exact: true }).check();
    expect(await page.locator('details.result:visible').count()).toBe(1);
    await page.getByLabel('production', { exact: true }).check();
    expect(await page.locator('details.result:visible').count()).toBe(2);
    await page.getByRole('button', { name: 'Show all' }).click();
    await page.getByLabel('Operation', { exact: true }).selectOption('getRecord');
    expect(await page.locator('details.result:visible').count()).toBe(2);
  });

  test('a link to a finding opens it; what breaks is open from the start', async () => {
    const { page } = await open(fullReport(), { hash: `#${field}` });
    expect(await page.locator(`#${field}`).getAttribute('open')).not.toBeNull();
    expect(await page.locator(`#${updated}`).getAttribute('open')).toBeNull();
    expect(
      await page.locator('details.result').first().getByText('Code that reads it fails.').isVisible(),
    ).toBe(true);
  });

  test('without JavaScript everything is there, and the first thing a keyboard meets skips to it', async () => {
    const { page } = await open(fullReport());
    await page.keyboard.press('Tab');
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Skip to findings');
    await page.keyboard.press('Enter');
    expect(new URL(page.url()).hash).toBe('#results');
    const text = renderHtml(fullReport()).replaceAll(/<script>[\s\S]*<\/script>/g, '');
    for (const { title } of fullReport().findings) expect(text).toContain(title);
  });
});
