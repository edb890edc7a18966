import { expect, test } from 'vitest';
import type { ConsumerChange } from './consumer-change.ts';
import { renderContractChange } from './render-contract-change.ts';

const change = (overrides: Partial<ConsumerChange> = {}): ConsumerChange => ({
  level: 'breaking',
  pointer: '#/webhooks/a',
  what: 'Webhook `a` was removed',
  meaning: 'Receivers are not sent it.',
  ...overrides,
});
const render = (changes: ConsumerChange[]) =>
  renderContractChange(
    new Map([
      ['v1', { impact: 'major', changes, reasons: [], versions: { before: '1.0.0', after: '1.1.0' } }],
    ]),
  );

test('what stayed as it was takes one line', () => {
  expect(render([])).toBe('The contract says what it said before: nothing changes for users.\n');
  expect(renderContractChange(new Map())).toBe(render([]));
});

test('each level has its table, worst first, with how many there are', () => {
  const text = render([change({ level: 'addition', what: 'New' }), change(), change({ level: 'warning' })]);
  expect(text).toContain('**1 breaking, 1 warning, 1 addition**: from 1.0.0 on a major release.');
  expect(text).toContain('Its version goes from 1.0.0 to 1.1.0.');
  expect([...text.matchAll(/^### (.*)$/gm)].map(([, title]) => title)).toEqual([
    'Breaks users (1)',
    'Users should look (1)',
    'New (1)',
  ]);
});

test('words of the contract cannot leave their cell, mention somebody, or fill the page', () => {
  const text = render([change({ what: 'a|b\n@all <b>' }), ...Array.from({ length: 1000 }, () => change())]);
  expect(text).not.toContain('a|b');
  expect(text).not.toMatch(/@all|<b>/);
  expect(text).toContain('| Webhook <code>a</code> was removed | Receivers');
  expect(text).toContain('901 more are not shown.');
  expect(Buffer.byteLength(text)).toBeLessThan(60_000);
});
