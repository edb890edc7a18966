export { describeInBrowser, type Page } from './browser.ts';
export { breakout, findObeyed, hostileTexts } from './hostile-texts.ts';
export { cutOff, faintTexts } from './page-checks.ts';
