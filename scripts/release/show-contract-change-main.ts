// `node scripts/release/show-contract-change-main.ts [base]`: what the change of the contract means for users, as
// Markdown. Without a base it is the branch that a pull request goes to, or else what releaseBase finds.

import { join } from 'node:path';
import { sanitizeForTerminal } from '@trtc-call/rendering';
import { contractChanges } from './contract-change.ts';
import { releaseBase } from './release-base.ts';
import { renderContractChange } from './render-contract-change.ts';
import { repositoryAt } from './repository.ts';

const target = process.env.GITHUB_BASE_REF;
const named = process.argv[2] ?? (target ? `origin/${target}` : undefined);

try {
  const repository = repositoryAt(join(import.meta.dirname, '../..'));
  const { revision, description } = releaseBase(repository, named);
  console.error(`Compared with ${description}.`);
  process.stdout.write(
    revision === undefined
      ? 'There is no earlier contract to compare this one with.\n'
      : renderContractChange(contractChanges(repository, revision)),
  );
} catch (error) {
  console.error(
    sanitizeForTerminal(`show-contract-change: ${error instanceof Error ? error.message : error}`),
  );
  process.exitCode = 2;
}
