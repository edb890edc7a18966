import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { describe, expect, test } from 'vitest';

const errorClasses = [
  'ArgumentError',
  'ConnectionError',
  'ContractError',
  'DeadlineError',
  'HttpStatusError',
  'LimiterFullError',
  'RefusedError',
];
const fits = ['DeleteCallback', 'Envelope', 'GetCallback', 'GetRecordByCallId', 'GetRecordsByFilter'];

test.each([
  [
    '@trtc-call/client',
    [
      ...errorClasses,
      ...['channelNames', 'createTrtcCallClient', 'isErrorForPeople', 'isTrtcCallError', 'nullIfNotFound'],
      ...['toCall', 'unansweredResults', 'unwrap'],
    ],
  ],
  [
    '@trtc-call/client/usersig',
    ['ArgumentError', 'decodeUserSig', 'isTrtcCallError', 'signUserSig', 'verifyUserSig'],
  ],
  ['@trtc-call/client/hooks', ['guardHook']],
  ['@trtc-call/client/schema', ['breaks', 'compile', 'describeSchema', 'readSchema']],
  [
    '@trtc-call/client/v1/validators',
    [
      ...['ArgumentError', 'findMismatches', 'findViolations', 'isTrtcCallError'],
      ...[...fits, 'SetCallback', 'UpdateCallback'].map((name) => `fits${name}`),
    ],
  ],
])('%s exports these names', async (entry, names) => {
  expect(Object.keys(await import(entry)).toSorted()).toEqual(names.toSorted());
});

describe.each(['v1', 'v4'])('the entries of %s', (generation) => {
  const listNames = async (entry: string) =>
    Object.keys(await import(`./${generation}/${entry}.ts`)).toSorted();

  test('have a client and limiters, by the same names for each generation', async () => {
    expect({
      client: await listNames('index'),
      limiter: await listNames('limiter'),
      redis: await listNames('redis'),
    }).toEqual({
      client: ['createTrtcCallClient', 'isErrorForPeople', 'isTrtcCallError', 'nullIfNotFound', 'unwrap'],
      limiter: ['ArgumentError', 'LimiterFullError', 'createLocalLimiter', 'isTrtcCallError'],
      redis: ['ArgumentError', 'LimiterFullError', 'createRedisLimiter', 'isTrtcCallError'],
    });
  });

  test('reach no module of another generation', () => {
    const modules = [...reachable(join(import.meta.dirname, generation, 'index.ts'))];
    const other = generation === 'v1' ? /\/v4(\/|-)/ : /\/src\/v1\/(?!usersig)|v1-/;
    expect(modules.filter((name) => other.test(name))).toEqual([]);
    expect(modules.some((name) => name.endsWith(`/${generation}/client.ts`))).toBe(true);
  });
});

test('both entries have the same errors', async () => {
  const [main, usersig] = await Promise.all([import('./index.ts'), import('./usersig/index.ts')]);
  expect(main.ArgumentError).toBe(usersig.ArgumentError);
});

test('the main entry reaches no node: module', () => {
  const modules = reachable(join(import.meta.dirname, 'index.ts'));
  const files = [...modules].filter((name) => existsSync(name));
  expect([...modules].filter((name) => name.startsWith('node:'))).toEqual([]);
  const packages = files.filter((name) => name.includes('node_modules'));
  expect(packages.map((name) => name.split('node_modules/').at(-1))).toEqual([
    'openapi-fetch/dist/index.mjs',
  ]);
});

test('the usersig entry does reach node: modules', () => {
  const modules = reachable(join(import.meta.dirname, 'usersig/index.ts'));
  expect([...modules].filter((name) => name.startsWith('node:')).toSorted()).toEqual([
    'node:crypto',
    'node:zlib',
  ]);
});

/** Every file and built-in module that a module loads by itself: types and `import()` are left out. */
function reachable(entry: string, seen = new Set<string>()): Set<string> {
  if (seen.has(entry)) return seen;
  seen.add(entry);
  for (const specifier of staticImports(entry)) {
    const target = resolveFrom(entry, specifier);
    if (target.startsWith('node:')) seen.add(target);
    else reachable(target, seen);
  }
  return seen;
}

function staticImports(file: string): string[] {
  const source = ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest);
  return source.statements.flatMap((statement) => {
    if (ts.isImportDeclaration(statement)) {
      if (statement.importClause?.phaseModifier === ts.SyntaxKind.TypeKeyword) return [];
    } else if (!ts.isExportDeclaration(statement) || statement.isTypeOnly) return [];
    const { moduleSpecifier } = statement;
    return moduleSpecifier && ts.isStringLiteral(moduleSpecifier) ? [moduleSpecifier.text] : [];
  });
}

function resolveFrom(file: string, specifier: string): string {
  if (specifier.startsWith('.')) return join(dirname(file), specifier);
  // As a bundler for elsewhere does.
  if (specifier === '#node') return join(import.meta.dirname, 'no-node.ts');
  if (specifier === '#warnings') return join(import.meta.dirname, 'hooks/no-warnings.ts');
  const require = createRequire(file);
  if (require.resolve.paths(specifier) === null)
    return specifier.startsWith('node:') ? specifier : `node:${specifier}`;
  if (specifier === 'openapi-fetch') return fileURLToPath(import.meta.resolve(specifier));
  return require.resolve(specifier);
}
