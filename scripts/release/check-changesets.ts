// `node scripts/release/check-changesets.ts [base]`: fails when the changesets propose less than what changed needs.
// Without a base it is the branch that a pull request goes to, or else what releaseBase finds.
import { join } from 'node:path';
import { judgeChange } from './judge-change.ts';
import { repositoryAt } from './repository.ts';

const target = process.env.GITHUB_BASE_REF;
const named = process.argv[2] ?? (target ? `origin/${target}` : undefined);

try {
  const { base, notes, faults } = judgeChange(repositoryAt(join(import.meta.dirname, '../..')), named);
  console.log(`Compared with ${base.description}.`);
  for (const note of notes) console.log(`  ${note}`);
  for (const fault of faults) console.error(fault);
  process.exitCode = faults.length > 0 ? 1 : 0;
} catch (error) {
  console.error(`check-changesets: ${error instanceof Error ? error.message : error}`);
  process.exitCode = 2;
}
