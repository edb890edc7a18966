import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Lines of code without tests and generated files, to aim at. What only tests use has none. */
const budgets = {
  spec: 1400,
  'packages/client': 3600,
  'packages/webhooks': 3100,
  'packages/call-book': 2000,
  'packages/mock': 2700,
  'packages/reporting': 1400,
  'packages/drift': 5200,
  'packages/cli': 3000,
  'packages/test-servers': 0,
  conformance: 7000,
  examples: 450,
  proofs: 1700,
  bench: 1350,
  clients: 500,
  e2e: 900,
  scripts: 1000,
  site: 900,
};

/** A package, or another folder of code. */
export interface PartLines {
  readonly part: string;
  readonly files: number;
  readonly lines: number;
  readonly budget: number;
  /** Lines of tests and of what only tests use. */
  readonly tests: number;
}

/** Counts the TypeScript of each part; generated files are left out. */
export function countLines(root: string): PartLines[] {
  return Object.entries(budgets).map(([part, budget]) => {
    const found = globSync(`${part}/**/*.{ts,mts,cts,mjs,cjs}`, { cwd: root, exclude: isOutside });
    const { tests = [], code = [] } = Object.groupBy(found, (file) =>
      isOfTests(file, part) ? 'tests' : 'code',
    );
    const sumLines = (files: readonly string[]) =>
      files.reduce((sum, file) => sum + readFileSync(join(root, file), 'utf8').split('\n').length - 1, 0);
    return { part, files: code.length, lines: sumLines(code), budget, tests: sumLines(tests) };
  });
}

function isOutside(path: string): boolean {
  return /(?:^|\/)(?:node_modules|dist|generated|fixtures|\.[\w-]+)(?:\/|$)/.test(path);
}

function isOfTests(file: string, part: string): boolean {
  const name = file.slice(part.length + 1);
  return (
    /\.(?:test|test-d)\.ts$/.test(name) ||
    /(?:^|\/)(?:testing|guards)\//.test(name) ||
    part.endsWith('test-servers')
  );
}
