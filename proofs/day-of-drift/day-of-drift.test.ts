import { isFullProof } from '@trtc-call/test-servers';
import { beforeAll, describe, expect, test } from 'vitest';
import { type Day, playDay } from './main.ts';

describe('a day of drift', () => {
  let day: Day;
  beforeAll(async () => {
    day = await playDay(isFullProof, () => {});
  }, 300_000);

  test('the night after, every change is found, and nothing else', () => {
    if (day.found) expect(day.found.exitCode, day.found.output).toBe(1);
    const { report } = day.found ?? day.fixed;
    const found = report.findings.map(
      ({ fingerprint: { rule, pointer, after } }) => `${rule} ${pointer} ${after}`,
    );
    expect(new Set(found)).toEqual(
      new Set([
        'missing-field /data/totalUserNumber ',
        'missing-field /data/callRecordList/*/totalUserNumber ',
        'new-error-code /errorCode 1999',
        'undocumented-field /data/region string',
        'unlisted-word /data/mediaType hologram',
        'unlisted-word /data/callRecordList/*/mediaType hologram',
      ]),
    );
  });

  test('--fix leaves nothing undecided, and makes the client anew', () => {
    expect(day.fixed.exitCode, day.fixed.output).toBe(0);
    expect(day.fixed.output).not.toContain('Left to you');
    expect(day.clientTypes).toContain('region?: string;');
    expect(day.clientTypes).toMatch(/totalUserNumber\?: number;/);
    expect(day.clientTypes).toContain('"hologram"');
  });

  if (isFullProof) {
    test('a check on which nothing changed is silent', () => {
      expect(day.quiet?.exitCode, day.quiet?.output).toBe(0);
      expect(day.quiet?.report.findings).toEqual([]);
    });

    test('what uses the client still compiles, and the vendor conforms', () => {
      expect(day.types?.exitCode, day.types?.output).toBe(0);
      expect(day.conformance?.exitCode, day.conformance?.output).toBe(0);
    });
  }

  test('the same vendor gives no finding afterwards', () => {
    // On a busy machine the vendor answers late.
    const found = day.after.report.findings.filter(({ fingerprint: { rule } }) => rule !== 'slow-answer');
    expect(found, day.after.output).toEqual([]);
    expect(day.after.exitCode).toBe(0);
  });

  test('the changeset names what carries the contract, with the bump that follows below 1.0.0', () => {
    expect(day.changesets).toHaveLength(1);
    expect(day.changesets[0]).toMatch(/^---\n"@trtc-call\/spec": minor\n"@trtc-call\/client": minor\n---\n/);
    expect(day.changesets[0]).toContain('`totalUserNumber`');
  });

  test('a vendor that does not answer is not taken for one that has not changed', () => {
    const { exitCode, report } = day.silent;
    expect(exitCode).toBe(2);
    expect(report.check).toMatchObject({
      outcome: 'could-not-check',
      lastSuccess: day.after.report.startedAt,
    });
    expect(day.stale.report.findings.map(({ fingerprint }) => fingerprint.rule)).toEqual(['check-stale']);
  });
});
