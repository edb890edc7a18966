import { existsSync, globSync, statSync } from 'node:fs';
import { cp, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { oneLine, writeWhole } from '@trtc-call/reporting';
import { generations } from '@trtc-call/spec';
import type { Generation } from '../contract/generations.ts';
import { FixError } from '../errors.ts';

export function contractFolder(generation: Generation): string {
  return `spec/${generation}`;
}

const marks = [`${contractFolder('v1')}/openapi.yaml`, 'pnpm-workspace.yaml'];

/** The checkout of this repository that a folder lies in. */
export function findCheckout(folder: string): string {
  for (let at = resolve(folder); ; at = dirname(at)) {
    if (marks.every((mark) => existsSync(join(at, mark)))) return at;
    if (at === dirname(at)) break;
  }
  throw new FixError(
    'no-checkout',
    `${oneLine(resolve(folder))} is not in a checkout of trtc-call (a folder with ${marks.join(' and ')}): ` +
      'the contract is changed where it is written, so clone the repository and run --fix there',
  );
}

/** Where a checkout keeps what the vendor's pages said; undefined outside of one. */
export function findSourcesLocks(folder: string): Record<Generation, string> | undefined {
  try {
    const root = findCheckout(folder);
    const nameFile = (generation: Generation) => join(root, contractFolder(generation), 'sources.lock.yaml');
    return { v1: nameFile('v1'), v4: nameFile('v4') };
  } catch (error) {
    if (error instanceof FixError) return undefined;
    throw error;
  }
}

/** What the contract and everything generated from it were before they were changed. */
export interface ContractCopy {
  readonly folder: string;
  /** Makes the checkout what it was: changed and deleted files come back, new ones go. */
  putBack(): Promise<void>;
  drop(): Promise<void>;
}

const kept = [
  ...generations.map(contractFolder),
  'spec/src/generated',
  'packages/*/src/**/generated',
  'clients/generated',
];

export async function copyContract(root: string): Promise<ContractCopy> {
  const folder = await mkdtemp(join(tmpdir(), 'trtc-call-fix-'));
  for (const part of globSync(kept, { cwd: root })) {
    await cp(join(root, part), join(folder, part), { recursive: true });
  }
  return {
    folder,
    async putBack() {
      const before = listFiles(folder);
      const now = listFiles(root);
      for (const file of now) if (!before.includes(file)) await rm(join(root, file));
      for (const file of before) {
        const bytes = await readFile(join(folder, file));
        const isSame = now.includes(file) && bytes.equals(await readFile(join(root, file)));
        if (!isSame) await writeWhole(join(root, file), bytes.toString('utf8'));
      }
    },
    drop: () => rm(folder, { recursive: true, force: true }),
  };
}

function listFiles(root: string): string[] {
  return globSync(
    kept.map((part) => `${part}/**`),
    { cwd: root },
  ).filter((file) => statSync(join(root, file)).isFile());
}
