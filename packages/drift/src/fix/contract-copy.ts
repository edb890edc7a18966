import { globSync, statSync } from 'node:fs';
import { cp, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeWhole } from '@trtc-call/rendering';
import { contractFolder } from './find-checkout.ts';

/** What the contract and everything generated from it were before they were changed. */
export interface ContractCopy {
  /** Holds them under the paths that they have in the checkout. */
  readonly folder: string;
  /** Makes the checkout what it was: changed and deleted files come back, new ones go. */
  putBack(): Promise<void>;
  /** Deletes the copy. */
  drop(): Promise<void>;
}

const kept = [contractFolder, 'spec/src/generated', 'packages/*/src/generated', 'packages/*/src/*/generated'];

/** Copies what a fix may change in a checkout. */
export async function copyContract(root: string): Promise<ContractCopy> {
  const folder = await mkdtemp(join(tmpdir(), 'trtc-call-fix-'));
  for (const part of globSync(kept, { cwd: root })) {
    await cp(join(root, part), join(folder, part), { recursive: true });
  }
  return {
    folder,
    async putBack() {
      const before = filesIn(folder);
      const now = filesIn(root);
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

function filesIn(root: string): string[] {
  return globSync(
    kept.map((part) => `${part}/**`),
    { cwd: root },
  ).filter((file) => statSync(join(root, file)).isFile());
}
