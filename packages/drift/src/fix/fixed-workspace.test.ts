import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isFullProof } from '@trtc-call/test-servers';
import { expect, onTestFinished, test } from 'vitest';
import type { Finding } from '../findings/finding.ts';
import { compareDocuments } from '../pages/documents.ts';
import { copyWorkspace } from '../testing/copy-workspace.ts';
import { createPage, plainMarkdown } from '../testing/pages/check-pages.ts';
import { createRow, type PageModel } from '../testing/pages/page-model.ts';
import { addRow, atRow } from '../testing/pages/page-mutant.ts';
import { renderPage } from '../testing/pages/render-page.ts';
import { applyFixes, type RunCommand, runCommand } from './apply-fixes.ts';
import { clientGenerated } from './testing/checkouts.ts';
import { changedFindings, refusalFindings } from './testing/sample-findings.ts';

const node = process.execPath;

/** What `npm run generate` comes to, without the installation that it may begin with. */
const run: RunCommand = async (command, args, folder) => {
  if (command !== 'npm') return runCommand(command, args, folder);
  const spec = await runCommand(node, ['src/generate/main.ts'], join(folder, 'spec'));
  return spec.status === 0
    ? runCommand(node, ['scripts/generate.ts'], join(folder, 'packages/client'))
    : spec;
};

async function expectToPass(root: string, folder: string, args: readonly string[]): Promise<void> {
  const { status, stdout, stderr } = await runCommand(node, args, join(root, folder));
  expect(status, `${args.join(' ')} in ${folder}:\n${stdout}\n${stderr}`).toBe(0);
}

/** What is found with the packages of the copy, in exchanges and on the saved pages. */
async function checkAgain(root: string, pages: object): Promise<Record<'exchanges' | 'pages', Finding[]>> {
  const script = `import { changedFindings, refusalFindings } from './src/fix/testing/sample-findings.ts';
    import { compareDocuments } from './src/pages/documents.ts';
    const { findings } = await compareDocuments(${JSON.stringify(pages)});
    console.log(JSON.stringify({ exchanges: [...changedFindings(), ...refusalFindings()], pages: findings }));`;
  const args = ['--input-type=module-typescript', '--eval', script];
  const { stdout, stderr } = await runCommand(node, args, join(root, 'packages/drift'));
  expect(stderr).toBe('');
  return JSON.parse(stdout);
}

// In full the checks of the repository are run on the copy, and its types are compiled.
test('after the fixes nothing is found, the lint is content and the client compiles', async () => {
  const root = copyWorkspace(['docs', 'packages/client', 'packages/drift', 'packages/reporting']);
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  const seen = [...changedFindings(), ...refusalFindings()];
  const kinds = new Set(seen.map(({ proposal }) => proposal?.change?.kind));
  expect(kinds).toEqual(new Set(['add-field', 'make-optional', 'add-word', 'add-code']));
  const pages = { from: join(root, 'pages'), only: Object.keys(pageChanges) };
  mkdirSync(pages.from);
  for (const [id, change] of Object.entries(pageChanges)) {
    writeFileSync(join(pages.from, `${id}.md`), renderPage(createPage(id, change), plainMarkdown));
  }
  const fetcher = () => {
    throw new TypeError('saved pages are not fetched');
  };
  const stated = (await compareDocuments({ ...pages, fetcher })).findings;

  const result = await applyFixes({ findings: [...seen, ...stated], root, run });
  expect(result.undecided).toMatchObject([
    { title: expect.stringContaining('tenant'), place: expect.stringMatching(/^spec\/v1\/.*\.yaml:\d+$/) },
  ]);
  expect(result.applied).toHaveLength(seen.length + 6);
  expect(result.bump).toBe('minor');
  const changesets = result.changesets.map((path) => readFileSync(join(root, path), 'utf8'));
  const bumps = '---\n"@trtc-call/spec": minor\n"@trtc-call/client": minor\n---\n\n';
  expect(changesets.toSorted()).toEqual(
    ['v1', 'v4'].map((generation) => expect.stringMatching(`^${bumps}The contract of ${generation} `)),
  );
  // Each names only its own changes.
  expect(changesets.map((text) => /`mediaType`|`getCallback`/.test(text))).toEqual([true, false]);
  expect(changesets[0]).toContain("The contract of v1 follows the vendor's pages: ");

  const again = await checkAgain(root, pages);
  // What a page alone states was in none of the exchanges.
  const unseen = again.exchanges.map(({ fingerprint: { rule, pointer } }) => `${rule} ${pointer}`);
  expect(unseen).toEqual(['never-seen /data/region', 'never-seen /data/callRecordList/*/region']);
  expect(again.pages.map(({ id }) => id)).toEqual(result.undecided.map(({ id }) => id));
  const redocly = join(root, 'spec/node_modules/@redocly/cli/bin/cli.js');
  await expectToPass(root, '.', [redocly, 'lint', 'v1']);

  if (!isFullProof) return;
  const vitest = join(root, 'spec/node_modules/vitest/vitest.mjs');
  // What pages added, a person adds to docs/migrate-v1-to-v4.md.
  const guards = [
    'src/guards',
    'src/generate',
    'rules/contract.test.ts',
    '--exclude',
    '**/migration.test.ts',
  ];
  await expectToPass(root, 'spec', [vitest, 'run', '--testTimeout', '60000', ...guards]);
  const tsc = join(root, 'node_modules/typescript/bin/tsc');
  for (const folder of ['spec', 'packages/client']) {
    // Tests may name every word of a list; what is published may not.
    const config = {
      extends: './tsconfig.json',
      include: ['src'],
      exclude: ['**/*.test.ts', '**/*.test-d.ts'],
    };
    writeFileSync(join(root, folder, 'tsconfig.published.json'), JSON.stringify(config));
    await expectToPass(root, folder, [tsc, '-p', 'tsconfig.published.json']);
  }
  const types = readFileSync(join(root, clientGenerated, 'v1.gen.ts'), 'utf8');
  expect(types).toContain(
    'callResult: components["schemas"]["CallResult"] | ("offline" | "lost") | (string & {});',
  );
  expect(types).toContain('MediaType: "audio" | "video" | "hologram";');
  expect(types).toContain('callType?: components["schemas"]["CallType"] | (string & {});');
  expect(types).toMatch(/quality\?: \{[\s\S]+regions\?: \{[\s\S]+name\?: string;/);
}, 240_000);

/** What pages list beyond the contract. */
const pageChanges: Readonly<Record<number, (page: PageModel) => void>> = {
  60138: ({ codes, hosts }) => {
    codes.push({ code: '70042', meaning: 'x', isStated: true });
    hosts.push('callkit-eu.trtc.tencent-cloud.com');
  },
  60137: (page) => {
    addRow('answer', createRow('region'))(page);
    atRow('answer', 'callResult', ({ words }) => void words.push('lost'))(page);
    addRow('request', createRow('locale', false))(page);
    addRow('request', createRow('tenant', true))(page);
  },
  60134: ({ codes }) => void codes.push({ code: '70043', meaning: 'x', isStated: true }),
  // What was seen in answers of v4 is on no page.
  68930: () => {},
  68931: () => {},
};
