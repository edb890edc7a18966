import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { expect, onTestFinished, test } from 'vitest';

const module = pathToFileURL(join(import.meta.dirname, 'file-writer.ts')).href;

// What may still be written is less than what is: the system takes a part of it, and says so without an error.
const program = `
  const { openFile } = await import(${JSON.stringify(module)});
  const told = [];
  const open = { isNew: true, head: '', resume: () => undefined };
  const file = openFile(process.argv[1], open, (error) => told.push([error.code, error.message]));
  file.write(() => 'x'.repeat(100));
  const before = told.length;
  file.write(() => 'y'.repeat(5000));
  const after = told.length;
  file.write(() => 'z');
  file.close();
  console.log(JSON.stringify({ before, after, told }));
`;

test.skipIf(process.platform === 'win32')(
  'what a disk took a part of is told with the write that did not fit',
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
      told: [['not-writable', `cannot write ${path}: EFBIG; the recording ends here`]],
    });
    expect(statSync(path).size).toBeGreaterThan(100);
  },
);
