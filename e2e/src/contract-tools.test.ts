import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openapi } from '@trtc-call/spec/v1/openapi';
import { openapi as v4 } from '@trtc-call/spec/v4/openapi';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { concernsChange } from './concerns-change.ts';
import { installApart } from './install-apart.ts';
import { root } from './published.ts';
import { run, runAnyway } from './run.ts';

// The contract as tools of other makers read it: each of these broke on it once.
const tools = {
  dependencies: { '@stoplight/spectral-cli': '6.16.3', orval: '8.38.0' },
  // It reports each install to its maker.
  overrides: { '@scarf/scarf': 'npm:empty-npm-package@1.0.0' },
};

let folder: string;
let bin: (name: string) => string;

const contracts = [
  ['v4', v4],
  ['v1', openapi],
] as const;

const mixedList = { enum: [0, '0'], type: ['integer', 'string'] };

test.each(contracts)(
  'no typed list of words in the contract of %s mixes types, which broke a generator',
  (_, document) => {
    expect(findMixedLists(document)).toEqual([]);
    expect(findMixedLists({ ...document, broken: mixedList })).toEqual([mixedList]);
  },
);

const isTried = concernsChange(/^spec\/(?:v\d|src\/gen)|^e2e\/src\/contract-tools/);
(isTried ? describe : () => {})('read by the tools', () => {
  beforeAll(async () => {
    const installed = await installApart('contract-tools', tools);
    bin = (name) => join(installed, 'node_modules', '.bin', name);
    folder = mkdtempSync(join(tmpdir(), 'trtc-call-tools-'));
  }, 300_000);

  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test.each(contracts)(
    'spectral:oas finds nothing in the contract of %s',
    async (_, document) => {
      expect(await lint(document)).toEqual([]);
    },
    60_000,
  );

  test('and finds what breaks its rules', async () => {
    const [[path = ''] = []] = Object.entries(openapi.paths);
    const twice = { ...openapi.paths, '/twice': openapi.paths[path] };
    expect(await lint({ ...openapi, paths: twice })).toContain('operation-operationId-unique');
  }, 60_000);

  test.each(contracts)(
    'a client that orval makes of the contract of %s compiles',
    async (name, document) => {
      expect(await compiledByOrval(name, document)).toBe('');
    },
    120_000,
  );

  test('and the mixed enum that broke it is found', async () => {
    const schemas = { ...openapi.components.schemas, SuccessCode: mixedList };
    const broken = { ...openapi, components: { ...openapi.components, schemas } };
    expect(await compiledByOrval('broken', broken)).toContain('client.ts');
  }, 120_000);
});

function findMixedLists(document: object): unknown[] {
  const mixed: unknown[] = [];
  JSON.stringify(document, (_key, value: { type?: unknown; enum?: unknown } | null) => {
    const words: unknown[] = value?.type !== undefined && Array.isArray(value.enum) ? value.enum : [];
    if (new Set(words.map((word) => typeof word)).size > 1) mixed.push(value);
    return value;
  });
  return mixed;
}

/** The ids of the rules that report something. */
async function lint(document: object): Promise<string[]> {
  const file = join(folder, 'openapi.json');
  const ruleset = join(folder, 'ruleset.json');
  writeFileSync(file, JSON.stringify(document));
  writeFileSync(ruleset, JSON.stringify({ extends: ['spectral:oas'] }));
  // A finding makes the command fail, and is what is looked at here.
  const options = ['--ruleset', ruleset, '--format', 'json', '--quiet', '--fail-severity', 'error'];
  const { stdout } = await runAnyway(process.execPath, [bin('spectral'), 'lint', file, ...options], {
    cwd: folder,
  });
  const found: { code: string }[] = JSON.parse(stdout.slice(stdout.indexOf('[')));
  return found.map(({ code }) => code);
}

/** What the compiler says of the module that orval makes of a document. */
async function compiledByOrval(name: string, document: object): Promise<string> {
  const home = join(folder, name);
  mkdirSync(home);
  writeFileSync(join(home, 'openapi.json'), JSON.stringify(document));
  const output = { target: './client.ts', client: 'fetch', mode: 'single' };
  const config = { v1: { input: './openapi.json', output } };
  writeFileSync(join(home, 'orval.config.mjs'), `export default ${JSON.stringify(config)};\n`);
  await run(process.execPath, [bin('orval'), '--config', 'orval.config.mjs'], { cwd: home });
  const options = ['--strict', '--noEmit', '--target', 'es2022', '--lib', 'es2022,dom,dom.iterable'];
  const tsc = join(root, 'node_modules/.bin/tsc');
  return (await runAnyway(tsc, [...options, '--types', '', 'client.ts'], { cwd: home })).stdout;
}
