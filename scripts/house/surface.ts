import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { recordOf } from '../release/is-record.ts';
import { publishedPackages } from '../release/published-packages.ts';
import { repositoryAt } from '../release/repository.ts';

/** Everything that users can name, sorted. */
export function readSurface(root: string, main: string): string[] {
  const run = (...args: string[]) => {
    const { status, stdout, stderr } = spawnSync(process.execPath, [main, ...args], { encoding: 'utf8' });
    if (status !== 0) throw new Error(`trtc-call ${args.join(' ')} ended with ${status}:\n${stderr}`);
    return stdout;
  };
  const listed: { id: string }[] = JSON.parse(run('conformance', '--list', '--json'));
  const ids = listed.map(({ id }) => `requirement ${id}`);
  return [...readCommands(run), ...readExports(root), ...ids].sort();
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

/** Values and types that the entries of the published packages export. */
function readExports(root: string): string[] {
  const entries = publishedPackages(repositoryAt(root)).flatMap(({ name, folder }) => {
    const manifest: unknown = JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8'));
    return Object.entries(recordOf(recordOf(manifest).exports)).flatMap(([entry, file]) =>
      typeof file === 'string' && file.endsWith('.ts')
        ? [{ name: join(name, entry), file: join(root, folder, file) }]
        : [],
    );
  });
  const options: ts.CompilerOptions = {
    module: ts.ModuleKind.NodeNext,
    target: ts.ScriptTarget.ES2023,
    allowImportingTsExtensions: true,
    noEmit: true,
    skipLibCheck: true,
  };
  const program = ts.createProgram(
    entries.map(({ file }) => file),
    options,
  );
  const checker = program.getTypeChecker();
  return entries.flatMap(({ name, file }) => {
    const source = program.getSourceFile(file);
    const module = source && checker.getSymbolAtLocation(source);
    return (module ? checker.getExportsOfModule(module) : []).map(
      (symbol) => `export ${name} ${symbol.name}`,
    );
  });
}
