import { expect, test } from 'vitest';
import { decideExitCode } from './exit-code.ts';

const checked = { outcome: 'checked' } as const;
const cases = [
  { failOn: 'breaking', codes: { breaking: 1, additive: 0, informational: 0 } },
  { failOn: 'additive', codes: { breaking: 1, additive: 1, informational: 0 } },
  { failOn: 'informational', codes: { breaking: 1, additive: 1, informational: 1 } },
  { failOn: 'never', codes: { breaking: 0, additive: 0, informational: 0 } },
] as const;

for (const { failOn, codes } of cases) {
  for (const name of ['breaking', 'additive', 'informational'] as const) {
    test(`with --fail-on ${failOn} a finding that is ${name} exits with ${codes[name]}`, () => {
      expect(decideExitCode({ findings: [{ class: name }], failOn, check: checked })).toBe(codes[name]);
    });
  }

  test(`with --fail-on ${failOn} a check that could not be made exits with 2, whatever it found`, () => {
    const check = { outcome: 'could-not-check' } as const;
    expect(decideExitCode({ findings: [], failOn, check })).toBe(2);
    expect(decideExitCode({ findings: [{ class: 'breaking' }], failOn, check })).toBe(2);
  });
}

test('without findings it is 0, and one bad finding among others is enough for 1', () => {
  expect(decideExitCode({ findings: [], failOn: 'informational', check: checked })).toBe(0);
  const findings = [{ class: 'informational' }, { class: 'breaking' }] as const;
  expect(decideExitCode({ findings, failOn: 'breaking', check: checked })).toBe(1);
});
