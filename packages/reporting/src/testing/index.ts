export { describeInBrowser, type Page } from './browser.ts';
export { breakout, findObeyed, hostileTexts } from './hostile-texts.ts';
export { sampleReport, sampleRow, withTexts } from './sample-report.ts';
