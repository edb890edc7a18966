import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { stubbedShell } from '../testing/stubbed-shell.ts';

const script = `bash "${join(import.meta.dirname, 'check.sh')}" reports`;
const credentials = { TRTC_CALL_SDK_APP_ID: '1' };
/** What follows `npm run --silent trtc-call --` in each call. */
const commands = (shell: ReturnType<typeof stubbedShell>) =>
  shell.calls().map((call) => call.slice(4).join(' '));
/** Writes what `--out` names, as the commands do. */
const works = `out=; for one in "$@"; do [ "$out" = next ] && out=$one; [ "$one" = --out ] && out=next; done
case "$5 $6" in
  "drift record") echo recorded > "$out";;
  "drift check") mkdir -p "$out"; echo "# A report" > "$out/report.md"; exit 1;;
esac`;

test('with credentials the vendor is asked, then compared with its pages, and only then these are noted', () => {
  const shell = stubbedShell('npm', works);
  const { status } = shell.run(script, credentials);
  expect(status, 'the report says what drifted').toBe(0);
  expect(commands(shell)).toEqual([
    'drift record --target live --redact-identifier --out reports/today.har',
    'drift check reports/today.har --docs --fix --out reports/drift',
    'drift docs --update --fail-on never',
  ]);
  expect(shell.summary()).toBe('# A report\n');
});

test('without credentials the pages are checked, with what was accepted and when a check was last made', () => {
  const shell = stubbedShell('npm', works);
  writeFileSync(join(shell.folder, 'drift-baseline.yaml'), '[]');
  expect(shell.run('mkdir reports && touch reports/drift-state.json').status).toBe(0);
  expect(shell.run(script).output).toContain('No live credentials: only the pages are checked.');
  expect(commands(shell)[0]).toBe(
    'drift check --docs --fix --out reports/drift --baseline drift-baseline.yaml --state reports/drift-state.json',
  );
});

test('half a recording is thrown away, so that the check says that it is missing', () => {
  const shell = stubbedShell('npm', `${works.replace('"$out";;', '"$out"; exit 2;;')}`);
  expect(shell.run(script, credentials).status).toBe(0);
  expect(existsSync(join(shell.folder, 'reports/today.har'))).toBe(false);
  expect(commands(shell)[1]).toContain('drift check reports/today.har');
});

test('a report of another run is never taken for this one', () => {
  const shell = stubbedShell('npm', 'exit 2');
  shell.run('mkdir -p reports/drift && echo old > reports/drift/report.json');
  expect(shell.run(script).status).toBe(0);
  expect(existsSync(join(shell.folder, 'reports/drift'))).toBe(false);
  expect(shell.summary()).toBe('');
});
