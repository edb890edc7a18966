import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { status } from '../testing/open-receiver.ts';

const program = join(import.meta.dirname, '../testing/hostile-hooks-program.ts');

test('nothing that a hook or a handler does leaves a request without an answer or ends the process', async () => {
  const run = promisify(execFile);
  const { stdout, stderr } = await run(process.execPath, [program, JSON.stringify(status)]);
  const told: Record<string, unknown> = JSON.parse(stdout);
  const wanted = Object.keys(told).map((name) => {
    if (name.startsWith('onOutcome')) return [name, 0];
    // A commit that is not awaited fails its handler like one that is.
    return [name, name.startsWith('confirm') ? 5 : 1];
  });
  expect(told, 'every request is answered').toEqual(Object.fromEntries(wanted));
  expect(wanted).toHaveLength(3 * 3 * 6 + 2);
  expect(stderr).toContain('onOutcome has failed: Error: broken');
  expect(stderr).toContain('failed: a value that has no text');
}, 30_000);
