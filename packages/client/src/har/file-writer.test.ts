import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { expect, onTestFinished, test } from 'vitest';

const module = pathToFileURL(join(import.meta.dirname, 'index.ts')).href;

// What may still be written is less than what is: the system takes a part of it, and says so without an error.
const program = `
  const { createHarFile } = await import(${JSON.stringify(module)});
  const told = [];
  console.error = (text) => told.push(text);
  const har = createHarFile({ path: process.argv[1] });
  const record = (body) =>
    har.onExchange({ startedAt: 0, milliseconds: 0, request: { method: 'POST', url: '/', headers: {}, body } });
  record('x');
  const before = told.length;
  record('y '.repeat(5000));
  const after = told.length;
  record('z');
  har.close();
  console.log(JSON.stringify({ before, after, told }));
`;

test.skipIf(process.platform === 'win32')(
  'what a disk took a part of ends the recording, which is said once, and calls go on',
  async () => {
    const folder = mkdtempSync(join(tmpdir(), 'file-writer-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const path = join(folder, 'x.har');
    const run = ['--input-type=module', '--eval', program, path];
    const shell = ['-c', 'ulimit -f 2; exec "$0" "$@"', process.execPath, ...run];
    const { stdout } = await promisify(execFile)('sh', shell);
    expect(JSON.parse(stdout)).toEqual({
      before: 0,
      after: 1,
      told: [`trtc-call: cannot write ${path}: EFBIG; the recording ends here`],
    });
    const { log } = JSON.parse(readFileSync(path, 'utf8'));
    expect(log.entries, 'what was whole before').toHaveLength(1);
  },
);

test.skipIf(process.platform === 'win32')('says so where too many files are open', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'file-writer-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const full = `
    const { openSync } = await import('node:fs');
    const { createHarFile } = await import(${JSON.stringify(module)});
    try { for (;;) openSync('/dev/null'); } catch {}
    try { createHarFile({ path: process.argv[1] }); } catch ({ message }) { console.log(message); }
  `;
  const run = ['--input-type=module', '--eval', full, join(folder, 'x.har')];
  const shell = ['-c', 'ulimit -n 60; exec "$0" "$@"', process.execPath, ...run];
  const { stdout } = await promisify(execFile)('sh', shell);
  expect(stdout).toMatch(/EMFILE; close files, or raise the limit of open files \(`ulimit -n`\)$/m);
});

test.skipIf(process.platform === 'win32')('takes no lines of others off with its own half one', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'file-writer-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const path = join(folder, 'x.ndjson');
  const shared = `
    const { createViolationFile } = await import(${JSON.stringify(module)});
    console.error = () => {};
    const [one, other] = [1, 2].map(() => createViolationFile({ path: process.argv[1] }));
    const violation = (operationId) => ({ operationId, issues: [] });
    one.onContractViolation(violation('one'));
    other.onContractViolation(violation('other'));
    one.onContractViolation(violation('x '.repeat(5000)));
  `;
  const run = ['--input-type=module', '--eval', shared, path];
  const shell = ['-c', 'ulimit -f 2; exec "$0" "$@"', process.execPath, ...run];
  await promisify(execFile)('sh', shell);
  const lines = readFileSync(path, 'utf8').split('\n').slice(0, 2);
  expect(lines.map((line) => JSON.parse(line).operationId)).toEqual(['one', 'other']);
});
