import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createProgram } from './program.ts';

const root = join(import.meta.dirname, '../../..');
const page = await readFile(join(root, 'docs/command-line.md'), 'utf8');
const readme = await readFile(join(root, 'packages/cli/README.md'), 'utf8');

/** What the page says about a command. */
function readSection(name: string): string {
  const [, section = ''] = page.split(`\n## \`trtc-call ${name}\`\n`);
  return section.split('\n## ')[0] ?? '';
}

async function findCommand(name: string) {
  const found = (await createProgram()).commands.find((command) => command.name() === name);
  if (!found) throw new Error(`there is no command ${name}`);
  return found;
}

test('the page has a section about each command', async () => {
  const named = [...page.matchAll(/^## `trtc-call (\w+)`$/gm)].map(([, name]) => name);
  const commands = (await createProgram()).commands.map((command) => command.name());
  expect(named.sort(), 'write ## `trtc-call NAME` in docs/command-line.md').toEqual(commands.sort());
});

test.each(['mock', 'conformance'])('the page about %s names each of its options', async (name) => {
  const section = readSection(name).replaceAll(/\s+/g, ' ');
  const { options } = await findCommand(name);
  const missing = options.filter(({ long }) => !new RegExp(`${long}(?![\\w-])`).test(section));
  expect(
    missing.map(({ long }) => long),
    'say in docs/command-line.md what they are for',
  ).toEqual([]);
});

test('the page names each file that conformance --out writes, and each --format', async () => {
  const { options } = await findCommand('conformance');
  const describe = (long: string) => options.find((option) => option.long === long)?.description ?? '';
  const files = describe('--out').match(/\w+\.(json|xml|md|html)/g) ?? [];
  expect(files).toContain('badge.json');
  for (const file of files) expect(readSection('conformance')).toContain(`\`${file}\``);
  expect(readSection('conformance').replaceAll(/\s+/g, ' ')).toContain('`--format github`');
});

test('the nightly export stands in the README too, which has 70 lines at most', () => {
  const [line] = /^30 4 \* \* \* .+$/m.exec(page) ?? [];
  expect(line).toContain('--from yesterday --before today');
  expect(readme).toContain(`\`${line}\``);
  for (const text of [page, readme]) expect(text).toContain(String.raw`date -v-1d +\%F`);
  expect(readme).toContain('docs/command-line.md#trtc-call-records');
  expect(readme.trimEnd().split('\n').length).toBeLessThanOrEqual(70);
});
