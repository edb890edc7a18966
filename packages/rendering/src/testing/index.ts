export { breakout } from './breakout.ts';
export { describeInBrowser, type Page } from './browser.ts';
export { cutOff, faintTexts } from './page-checks.ts';
