import { expect, test } from 'vitest';
import { renderHtml } from './html.ts';
import { renderJUnit } from './junit.ts';
import type { Report } from './report.ts';
import { describeInBrowser, type Page, type Screen, showOn } from './testing/browser.ts';
import { breakout } from './testing/hostile-texts.ts';
import { brokenWords, cutFieldTexts, cutOff, faintTexts } from './testing/page-checks.ts';
import { sampleReport, withTexts } from './testing/sample-report.ts';

test('a page is the same twice, and its policy allows nothing but its own style and script', () => {
  const page = renderHtml(sampleReport());
  expect(renderHtml(sampleReport())).toBe(page);
  const policy = /Content-Security-Policy" content="([^"]*)"/.exec(page)?.[1]?.replaceAll('&#39;', "'");
  expect(policy).toMatch(
    /^default-src 'none'; style-src 'sha256-[^;]+'; script-src 'sha256-[^;]+'; img-src data:; base-uri 'none'; form-action 'none'$/,
  );
});

describeInBrowser((openHtml) => {
  const open = (report: Report, screen?: Screen) => openHtml(renderHtml(report), screen);
  const report = sampleReport();
  const columns = { tag: 'level', values: ['MUST'] };
  const openAll = (page: Page) =>
    page.locator('details').evaluateAll((rows) => {
      for (const row of rows) row.toggleAttribute('open', true);
    });

  const empty = sampleReport({ groups: [], matrices: [], tables: [], alerts: [], remedy: undefined });
  const hostile = withTexts(report, `${breakout} ${'wide'.repeat(200)}`);
  const reports = {
    'an ordinary': report,
    // The columns of a table are levels, which no target can choose.
    'a hostile': { ...hostile, matrices: hostile.matrices.map((matrix) => ({ ...matrix, columns })) },
    'an empty': empty,
  };
  const screens = [1280, 375].flatMap((width) => [false, true].map((dark) => ({ width, dark })));
  test.each(Object.entries(reports))(
    'of %s report nothing is cut off, said to the console or hard to read, wide or narrow, light or dark',
    async (kind, shown) => {
      const { page, complaints } = await open(shown);
      await openAll(page);
      for (const screen of screens) {
        await showOn(page, screen);
        const name = JSON.stringify(screen);
        expect(await page.evaluate(() => document.documentElement.scrollWidth), name).toBe(screen.width);
        expect(await page.evaluate(cutOff), name).toEqual([]);
        expect(await page.evaluate(faintTexts), name).toEqual([]);
        if (kind !== 'an ordinary') continue;
        expect(await page.evaluate(brokenWords), name).toEqual([]);
        expect(await page.evaluate(cutFieldTexts), name).toEqual([]);
      }
      expect(await page.evaluate(() => Reflect.has(window, 'hacked'))).toBe(false);
      expect(complaints).toEqual([]);
    },
  );

  const filters: [by: string, use: (page: Page) => Promise<unknown>, shows: string[]][] = [
    ['status', (page) => page.getByLabel('failed 2').check(), ['V1-REC-003', 'V1-FLT-007']],
    [
      'two statuses, with the keyboard',
      async (page) => {
        await page.getByLabel('failed 2').focus();
        await page.keyboard.press('Space');
        await page.getByLabel('error 1').check();
      },
      ['V1-REC-003', 'V1-FLT-007', 'V1-URL-002'],
    ],
    ['area', (page) => page.getByLabel('Area', { exact: true }).selectOption('OBS'), ['V1-OBS-001']],
    ['text', (page) => page.getByLabel('Search in results').fill('PAGE holds'), ['V1-FLT-007']],
    [
      'area and level, from the table',
      (page) => page.getByRole('button', { name: 'Show REC MUST' }).click(),
      ['V1-REC-003', 'V1-REC-005', 'V1-REC-006'],
    ],
  ];
  test('rows can be narrowed by each choice, and all shown again', async () => {
    const { page, complaints } = await open(report);
    const shown = page.locator('details.result:visible');
    for (const [by, use, shows] of filters) {
      await use(page);
      expect(await shown.evaluateAll((rows) => rows.map((row) => row.id)), by).toEqual(shows);
      expect(await page.getByRole('status').textContent(), by).toBe(`${shows.length} of 8 results`);
      await page.getByRole('button', { name: 'Show all' }).click();
      // What passed, and what has the cause of another row, is folded.
      expect(await shown.count(), by).toBe(6);
    }
    for (const text of ['1 passed', '1 more of the same cause: listRecords'])
      expect(await page.locator('details.fold').getByText(text).isVisible()).toBe(true);
    expect(complaints).toEqual([]);
  });

  test('when nothing matches the page says so and offers the way back', async () => {
    const { page } = await open(report);
    await page.getByLabel('Search in results').fill('no such text anywhere');
    expect(await page.getByText('Nothing matches.').isVisible()).toBe(true);
    await page.locator('#nothing').getByRole('button').click();
    expect(await page.getByRole('status').textContent()).toBe('8 results');
  });

  test('a link to a row opens it; a failure is open with both halves, request and response', async () => {
    const { page } = await open(report, { hash: '#V1-OBS-001' });
    expect(await page.locator('#V1-OBS-001').getAttribute('open')).not.toBeNull();
    const failed = page.locator('#V1-REC-003');
    for (const text of ['every callType to be "single"', '"callType": "group"', 'get_records_by_filter?']) {
      expect(await failed.locator(':is(dd, pre, code)').getByText(text).isVisible(), text).toBe(true);
    }
    expect(await page.locator('#V1-SIG-002').getAttribute('open')).toBeNull();
  });

  test('the list on top has one row for a cause, with what was expected and what came, and what it blocks', async () => {
    const { page } = await open(report);
    const rows = page.locator('.links > li');
    expect(await rows.count()).toBe(2);
    const texts = ((await rows.first().textContent()) ?? '').replace(/\s+/g, ' ');
    expect(texts).toContain('every callType to be "single" → "group"');
    expect(texts).toContain('Operations: getRecord, listRecordsAlso: V1-FLT-007Blocked by it: V1-REC-006');
  });

  test('what passed is folded until it is looked for or named by the address', async () => {
    const { page } = await open(report, { hash: '#V1-SIG-001' });
    expect(await page.locator('#V1-SIG-001').isVisible()).toBe(true);
    const folded = await open(report);
    expect(await folded.page.locator('#V1-SIG-001').isVisible()).toBe(false);
    await folded.page.getByLabel('Search in results').fill('UserSig is read');
    expect(await folded.page.locator('#V1-SIG-001').isVisible()).toBe(true);
  });

  test('a keyboard can skip to the rows', async () => {
    const { page } = await open(report);
    await page.keyboard.press('Tab');
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Skip to results');
    await page.keyboard.press('Enter');
    expect(new URL(page.url()).hash).toBe('#results');
  });

  test('an XML parser reads the JUnit report of a hostile target', async () => {
    const { page } = await open(report);
    const xml = renderJUnit(withTexts(report, breakout));
    const found = await page.evaluate((text) => {
      const parsed = new DOMParser().parseFromString(text, 'application/xml');
      const count = (selector: string) => parsed.querySelectorAll(selector).length;
      return { broken: count('parsererror'), cases: count('testcase'), failures: count('failure') };
    }, xml);
    expect(found).toEqual({ broken: 0, cases: 8, failures: 2 });
  });
});
