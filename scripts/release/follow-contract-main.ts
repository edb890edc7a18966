// `node scripts/release/follow-contract-main.ts <folder>`: what follows from the contract's change since the copy in
// the folder, as one line of JSON. Raises info.version where the last release demands it.
import { join } from 'node:path';
import { followContract } from './follow-contract.ts';
import { repositoryAt } from './repository.ts';

const [copy] = process.argv.slice(2);
if (copy === undefined) {
  console.error('usage: node scripts/release/follow-contract-main.ts <folder with the contract as it was>');
  process.exitCode = 2;
} else {
  console.log(JSON.stringify(followContract(repositoryAt(join(import.meta.dirname, '../..')), copy)));
}
