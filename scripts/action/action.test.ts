import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { validateAction } from '@action-validator/core';
import { describe, expect, test } from 'vitest';
import { stringify } from 'yaml';
import { action, inputs, runStep, step, steps } from '../testing/action-step.ts';
import { toRecord, toRecords } from '../testing/records.ts';
import { stubbedShell } from '../testing/stubbed-shell.ts';

const outputs = toRecord(action.outputs);

const exits = (conformance: number, drift: number) =>
  `case "$3" in conformance) exit ${conformance};; drift) exit ${drift};; esac`;

/** What the schema of actions has against a manifest. */
const findFaults = (manifest: object) => toRecords(toRecord(validateAction(stringify(manifest))).errors);

describe('action.yml', () => {
  test('keeps to the schema of actions, which finds a wrong manifest', () => {
    expect(findFaults(action)).toEqual([]);
    const { runs: _, ...withoutRuns } = action;
    const broken = [
      withoutRuns,
      { ...action, branding: { icon: 'no-such-icon', color: 'blue' } },
      { ...action, inputs: { target: 'live' } },
      { ...action, outputs: { report: { description: 'a folder' } } },
    ];
    for (const manifest of broken) expect(findFaults(manifest), stringify(manifest)).not.toEqual([]);
  });

  test('has what the Marketplace asks for', () => {
    expect(action).toMatchObject({
      name: expect.stringMatching(/\S/),
      author: expect.stringMatching(/\S/),
      branding: { icon: expect.any(String), color: expect.any(String) },
    });
    expect(String(action.description).length, 'the Marketplace refuses longer ones').toBeLessThan(125);
  });

  test('is a composite action that says what each input and output is', () => {
    expect(Object.keys(action).toSorted()).toEqual([
      'author',
      'branding',
      'description',
      'inputs',
      'name',
      'outputs',
      'runs',
    ]);
    expect(toRecord(action.runs).using).toBe('composite');
    for (const input of Object.values(inputs).map(toRecord)) {
      expect(Object.keys(input).toSorted()).toEqual(['default', 'description']);
      expect(typeof input.default, 'GitHub gives texts only').toBe('string');
    }
    for (const output of Object.values(outputs).map(toRecord)) {
      expect(Object.keys(output).toSorted()).toEqual(['description', 'value']);
      expect(output.value).toMatch(/^\$\{\{ steps\.check\.outputs\.[\w-]+ \}\}$/);
    }
  });

  test('every input reaches the script, and only as a variable', () => {
    const given = Object.values(toRecord(step.env));
    expect(given.toSorted()).toEqual(
      Object.keys(inputs)
        .map((name) => `\${{ inputs.${name} }}`)
        .toSorted(),
    );
    for (const { run, with: options } of steps) {
      expect(
        `${run ?? ''}${JSON.stringify(options ?? {})}`,
        'an input in a script can be a script',
      ).not.toContain('${{');
    }
  });

  test('every step that runs names its shell, and what is used is pinned', () => {
    for (const { run, shell, uses } of steps) {
      if (run !== undefined) expect(shell).toBe('bash');
      else expect(uses).toMatch(/@[0-9a-f]{40}$/);
    }
  });
});

describe('the step', () => {
  test.each([
    [0, 0, 0],
    [1, 0, 1],
    [0, 1, 1],
    [1, 2, 2],
  ])('conformance %i and drift %i make it exit %i', (conformance, drift, status) => {
    const shell = stubbedShell('npx', exits(conformance, drift));
    expect(runStep(shell).status).toBe(status);
    expect(shell.outputs()).toMatch(new RegExp(`^conformance=${conformance}\ndrift=${drift}\nfindings=\n`));
  });

  test.each([2, 130])(
    'a suite that could not run (exit %i) is named, and nothing is compared with it',
    (exit) => {
      const shell = stubbedShell('npx', exits(exit, 0));
      expect(runStep(shell).status).toBe(2);
      expect(shell.calls()).toHaveLength(1);
      expect(shell.outputs()).toMatch(new RegExp(`^conformance=${exit}\ndrift=2\nfindings=\n`));
      const why = `The conformance suite could not run to its end (exit ${exit}): the log of this step says why.\n`;
      expect(shell.summary()).toBe(why);
      // Files and pages are compared all the same.
      for (const given of [{ files: 'a.har' }, { docs: 'true' }]) {
        const other = stubbedShell('npx', exits(exit, 1));
        expect(runStep(other, given).status).toBe(2);
        expect(other.outputs()).toContain('drift=1\n');
      }
    },
  );

  test('reports of an earlier use are not taken for those of this one', () => {
    const shell = stubbedShell('npx', exits(2, 2));
    for (const kind of ['conformance', 'drift']) {
      const folder = join(shell.folder, 'trtc-call-report', kind);
      mkdirSync(folder, { recursive: true });
      writeFileSync(join(folder, 'report.md'), 'of yesterday');
      writeFileSync(join(folder, 'report.json'), '{"findings":[1,2,3]}');
      writeFileSync(join(folder, 'mine.txt'), 'of the user');
    }
    expect(runStep(shell, { docs: 'true' }).status).toBe(2);
    expect(shell.outputs()).toContain('findings=\n');
    expect(shell.summary()).not.toContain('of yesterday');
    expect(existsSync(join(shell.folder, 'trtc-call-report/drift/mine.txt'))).toBe(true);
  });

  test('gives every input on, whatever stands in it', () => {
    const shell = stubbedShell(
      'npx',
      'echo "$TRTC_CALL_SDK_APP_ID|$TRTC_CALL_SECRET_KEY|$TRTC_CALL_IDENTIFIER|$TRTC_CALL_REGION"',
    );
    const evil = '$(touch pwned) "; touch pwned #';
    const { status, output } = runStep(shell, {
      target: evil,
      'sdk-app-id': '1',
      'secret-key': evil,
      identifier: 'me',
      region: 'singapore',
      generation: 'both',
      files: `a b.har\n-x.ndjson\n\n${evil}`,
      docs: 'true',
      'fail-on': 'breaking',
      baseline: evil,
      out: 'my reports',
      version: '1.2.3-next.0',
    });
    expect(status).toBe(0);
    expect(output).toBe(`1|${evil}|me|singapore\n`.repeat(2));
    expect(existsSync(join(shell.folder, 'pwned'))).toBe(false);
    const [conformance = [], drift = []] = shell.calls();
    expect(conformance.slice(0, 5)).toEqual([
      '--yes',
      'trtc-call@1.2.3-next.0',
      'conformance',
      `--target=${evil}`,
      '--out=my reports/conformance',
    ]);
    expect(conformance.slice(6)).toEqual(['--generation=both']);
    expect(drift.slice(2, 10)).toEqual([
      'drift',
      'check',
      '--generation=both',
      '--fail-on=breaking',
      '--out=my reports/drift',
      `--baseline=${evil}`,
      '--docs',
      '--',
    ]);
    expect(drift.slice(11)).toEqual(['a b.har', '-x.ndjson', evil]);
    expect(conformance.join(' ') + drift.join(' '), 'no key in an argument').not.toContain('secret');
  });

  test('a recording of a suite that could not run to its end is not compared', () => {
    const half = `case "$3" in
      conformance) for one in "$@"; do [ "\${one#--har=}" = "$one" ] || echo half > "\${one#--har=}"; done; exit 2;;
      drift) for one in "$@"; do [ ! -f "$one" ] || echo "compared $one"; done; exit 2;;
    esac`;
    const { status, output } = runStep(stubbedShell('npx', half), { docs: 'true' });
    expect({ status, output }).toEqual({ status: 2, output: '' });
  });

  test('an invalid version is refused before anything runs', () => {
    const shell = stubbedShell('npx', 'exit 0');
    const { status, output } = runStep(shell, { version: '1 --registry=x' });
    expect(status).toBe(2);
    expect(output).toBe("trtc-call: '1 --registry=x' is not a version: use one such as 1.2.3\n");
    expect(shell.calls()).toEqual([]);
  });
});
