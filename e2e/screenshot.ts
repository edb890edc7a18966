// `npm run screenshot`: the picture in the README, drawn from the report that `npm start` left.
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';
import { root } from './src/published.ts';

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM_PATH ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'],
});
try {
  const page = await browser.newPage({ viewport: { width: 1100, height: 820 }, colorScheme: 'light' });
  await page.goto(pathToFileURL(join(root, 'reports/conformance/report.html')).href);
  await page.screenshot({ path: join(root, 'docs/report.png') });
} finally {
  await browser.close();
}
