import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isFullProof } from '@trtc-call/test-servers';
import { beforeAll, describe, expect, inject, test } from 'vitest';
import { parse } from 'yaml';
import { installApart } from './install-apart.ts';
import { root } from './published.ts';
import { runAnyway } from './run.ts';
import { findNode } from './runtimes/place.ts';

// What docs/using.md says of TypeScript, Jest and the mock's installs is tried here.
const project = inject('project');

/** All of them in the long form; the first one, which asks the most, otherwise. */
function chooseRows<Row>(rows: readonly Row[]): readonly Row[] {
  return isFullProof ? rows : rows.slice(0, 1);
}

describe('TypeScript', () => {
  const program = `import { createTrtcCallClient } from '@trtc-call/client';
import { createHarFile } from '@trtc-call/client/har';
import { startMock } from '@trtc-call/mock';
import { operations } from '@trtc-call/spec/v1';
import { createReceiver } from '@trtc-call/webhooks';
import { sqliteStore } from '@trtc-call/webhooks/sqlite';
import { checkDrift } from '@trtc-call/drift';
import { runConformance } from '@trtc-call/conformance';
const client = createTrtcCallClient({ generation: 'v1', sdkAppId: 1, secretKey: 'key' });
export const caller: Promise<string | undefined> = client.records.get('a').then((record) => record?.caller);
export { checkDrift, createHarFile, createReceiver, operations, runConformance, sqliteStore, startMock };
`;
  const compile = async (
    type: string,
    module: string,
    moduleResolution: string,
    text = program,
    options = {},
  ) => {
    const folder = join(project, `typescript-${type}-${module}-${moduleResolution}`);
    mkdirSync(folder);
    writeFileSync(join(folder, 'package.json'), JSON.stringify({ type }));
    writeFileSync(join(folder, 'program.ts'), text);
    const compilerOptions = {
      target: 'es2023',
      lib: ['es2024', 'DOM', 'DOM.AsyncIterable', 'esnext.disposable'],
      module,
      moduleResolution,
      strict: true,
      noEmit: true,
      types: ['node'],
      typeRoots: [join(root, 'e2e/node_modules/@types')],
      ...options,
    };
    writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions }));
    // The native compiler takes a third of the time; the editor's tests use the one of JavaScript each time.
    const tsc = join(root, isFullProof ? 'e2e' : '.', 'node_modules/.bin/tsc');
    return (await runAnyway(tsc, ['-p', folder], { cwd: project })).stdout;
  };

  test.each(
    chooseRows([
      ['commonjs', 'nodenext', 'nodenext'],
      ['module', 'nodenext', 'nodenext'],
      ['module', 'node16', 'node16'],
      ['module', 'preserve', 'bundler'],
    ]),
  )(
    'finds the types in a %s package with module %s and moduleResolution %s',
    async (type, module, moduleResolution) => {
      expect(await compile(type, module, moduleResolution)).toBe('');
    },
  );

  test.each(
    chooseRows([
      ['commonjs', 'node16', 'node16', 'TS1479'],
      ['module', 'commonjs', 'node10', 'TS2307'],
    ]),
  )(
    'finds none in a %s package with module %s and moduleResolution %s',
    async (type, module, moduleResolution, code) => {
      const [text] = program.split('\n');
      expect(await compile(type, module, moduleResolution, text, { skipLibCheck: true })).toContain(code);
    },
  );
});

// In the long form: that it loads in Node 22 and by require() is tried without Jest each time.
(isFullProof ? describe : () => {})('Jest', () => {
  const body = `test('gets a record', async () => {
  const client = createTrtcCallClient({ generation: 'v1', sdkAppId: 1400000000, secretKey: 'key', region: 'http://127.0.0.1:9', retry: false });
  await expect(client.records.get('a')).rejects.toMatchObject({ kind: 'connection' });
  client.close();
});
`;
  const named = '{ createTrtcCallClient }';
  const forms = {
    module: `import ${named} from '@trtc-call/client';\n${body}`,
    commonjs: `const ${named} = require('@trtc-call/client');\n${body}`,
    dynamic: `${body.replace('{\n', `{\n  const ${named} = await import('@trtc-call/client');\n`)}`,
  };
  let jest = '';

  beforeAll(async () => {
    jest = join(
      await installApart('jest', { dependencies: { jest: '30.5.2' } }),
      'node_modules/jest/bin/jest.js',
    );
  });

  async function runJest(major: string, form: keyof typeof forms, flags: string) {
    const folder = join(project, `jest-${form}`);
    mkdirSync(folder, { recursive: true });
    writeFileSync(
      join(folder, 'package.json'),
      JSON.stringify({ type: form === 'module' ? 'module' : 'commonjs', jest: { transform: {} } }),
    );
    writeFileSync(join(folder, 'a.test.js'), forms[form]);
    return runAnyway(await findNode(major), [jest, '--rootDir', folder, '--no-cache'], {
      cwd: folder,
      env: { NODE_OPTIONS: flags, VITEST: undefined, NODE_ENV: undefined },
    });
  }

  test.each([
    ['22', 'dynamic'],
    ['24', 'module'],
    ['24', 'commonjs'],
    ['22', 'module'],
  ] as const)(
    'runs on Node %s with a test of the form %s and --experimental-vm-modules',
    async (major, form) => {
      const ended = await runJest(major, form, '--experimental-vm-modules');
      expect(ended.code, ended.stdout + ended.stderr).toBe(0);
      expect(ended.stderr).toContain('1 passed');
    },
  );

  test.each([
    ['22', 'commonjs', '--experimental-vm-modules'],
    ['24', 'commonjs', ''],
  ] as const)(
    'does not run on Node %s with a test of the form %s and the flags "%s"',
    async (major, form, flags) => {
      expect((await runJest(major, form, flags)).stderr).toContain('Must use import to load ES Module');
    },
  );
});

// Scarf reports nothing when a package on the way to it says so, as its report.js has it (anyInChainDisabled).
test('no installation is reported to Scarf: each way to it leads through the mock, which forbids it', async () => {
  const mock: unknown = JSON.parse(
    readFileSync(join(project, 'node_modules/@trtc-call/mock/package.json'), 'utf8'),
  );
  expect(mock, 'packages/mock/package.json').toMatchObject({ scarfSettings: { enabled: false } });
  const { importers, snapshots }: Lock = parse(readFileSync(join(project, 'pnpm-lock.yaml'), 'utf8'));
  const needs = (entry: string): string[] => {
    const { dependencies = {}, optionalDependencies = {} } = snapshots[entry] ?? {};
    return Object.entries({ ...dependencies, ...optionalDependencies }).map(([name, at]) => `${name}@${at}`);
  };
  /** All that an installation brings, apart from what comes by way of one package. */
  const reach = (without?: string) => {
    const { dependencies = {}, devDependencies = {} } = importers['.'] ?? {};
    const direct = Object.entries({ ...dependencies, ...devDependencies });
    const reached = new Set<string>();
    const queue = direct.map(([name, { version }]) => `${name}@${version}`);
    for (const entry of queue) {
      if (reached.has(entry) || (without && entry.startsWith(`${without}@`))) continue;
      reached.add(entry);
      queue.push(...needs(entry));
    }
    return [...reached].map((entry) => entry.slice(0, entry.indexOf('@', 1)));
  };
  expect(reach()).toContain('@scarf/scarf');
  expect(reach('@trtc-call/mock')).not.toContain('@scarf/scarf');
});

type Versions = Readonly<Record<string, string>>;

/** What pnpm writes of what it has installed, as far as this test asks. */
interface Lock {
  importers: Record<string, Record<'dependencies' | 'devDependencies', Record<string, { version: string }>>>;
  snapshots: Record<string, { dependencies?: Versions; optionalDependencies?: Versions }>;
}
