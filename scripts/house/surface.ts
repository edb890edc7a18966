import { spawnSync } from 'node:child_process';
import { globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import ts from 'typescript';

/** Everything that users can name, sorted: commands, options, entries and exports of packages, ids of requirements. */
export function readSurface(root: string): string[] {
  const main = join(root, 'packages/cli/src/main.ts');
  const run = (...args: string[]) => {
    const { status, stdout, stderr } = spawnSync(process.execPath, [main, ...args], { encoding: 'utf8' });
    if (status !== 0) throw new Error(`trtc-call ${args.join(' ')} ended with ${status}:\n${stderr}`);
    return stdout;
  };
  const commands = readCommands(run);
  const perGeneration = commands.some((term) => term.startsWith('trtc-call conformance --generation'));
  const lists = perGeneration ? ['v1', 'v4'].map((name) => ['--generation', name]) : [[]];
  const ids = lists.flatMap((choice) => {
    const listed: { id: string }[] = JSON.parse(run('conformance', '--list', '--json', ...choice));
    return listed.map(({ id }) => `requirement ${id}`);
  });
  return [...new Set([...commands, ...readExports(root), ...ids])].sort();
}

/** Commands, arguments and options, as `--help` of each has them. */
export function readCommands(run: (...args: string[]) => string, path: readonly string[] = []): string[] {
  const help = run(...path, '--help');
  const name = ['trtc-call', ...path].join(' ');
  const [usage = ''] = help.split('\n');
  const parts = [usage.replace(/^Usage: /, ''), ...termsIn(help, 'Options').map((term) => `${name} ${term}`)];
  const commands = termsIn(help, 'Commands').map((term) => term.split(' ')[0] ?? '');
  return [
    ...parts,
    ...commands.filter((it) => it !== 'help').flatMap((it) => readCommands(run, [...path, it])),
  ];
}

/** What stands before the descriptions in a section of a help text. */
function termsIn(help: string, section: string): string[] {
  const [, text = ''] = help.split(`\n${section}:\n`);
  const [lines = ''] = text.split('\n\n');
  return lines.split('\n').flatMap((line) => /^ {2}(\S.*?)(?: {2}|$)/.exec(line)?.[1] ?? []);
}

interface Manifest {
  readonly name: string;
  readonly private?: boolean;
  readonly exports?: Readonly<Record<string, string | { readonly default: string }>>;
}

/** What users can import of the published packages, with the file that each entry is in the workspace. */
export function listEntries(root: string): { name: string; file: string }[] {
  const manifests = globSync('{spec,conformance,packages/*}/package.json', { cwd: root });
  return manifests.flatMap((path) => {
    const manifest: Manifest = JSON.parse(readFileSync(join(root, path), 'utf8'));
    return Object.entries(manifest.private ? {} : (manifest.exports ?? {})).map(([entry, target]) => ({
      name: join(manifest.name, entry),
      file: join(root, dirname(path), typeof target === 'string' ? target : target.default),
    }));
  });
}

/** Entries of the published packages, and the values and types that each exports. */
function readExports(root: string): string[] {
  const entries = listEntries(root);
  const modules = entries.filter(({ file }) => file.endsWith('.ts'));
  const program = ts.createProgram(
    modules.map(({ file }) => file),
    {
      module: ts.ModuleKind.NodeNext,
      target: ts.ScriptTarget.ES2023,
      allowImportingTsExtensions: true,
      resolveJsonModule: true,
      noEmit: true,
      skipLibCheck: true,
    },
  );
  const checker = program.getTypeChecker();
  const names = modules.flatMap(({ name, file }) => {
    const source = program.getSourceFile(file);
    const module = source && checker.getSymbolAtLocation(source);
    return (module ? checker.getExportsOfModule(module) : []).map(
      (symbol) => `export ${name} ${symbol.name}`,
    );
  });
  return [...entries.map(({ name }) => `entry ${name}`), ...names];
}
