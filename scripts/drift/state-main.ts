// `node scripts/drift/state-main.ts <file> <sensor>...`: writes when the check was last made, as the runs of drift.yml
// say it, for `trtc-call drift check --state <file>`.

import { writeFileSync } from 'node:fs';
import { sanitizeForTerminal } from '@trtc-call/rendering';
import { connectGitHub } from '../github/connect.ts';
import { readLastRuns, stateFileOf } from './last-runs.ts';

const [file, ...sensors] = process.argv.slice(2);
if (file === undefined || sensors.length === 0) {
  console.error('usage: node scripts/drift/state-main.ts <file> <sensor>...');
  process.exitCode = 2;
} else {
  try {
    const { GITHUB_REF_NAME: branch = 'main', ...environment } = process.env;
    const runs = await readLastRuns(connectGitHub(environment), 'drift.yml', branch);
    writeFileSync(file, stateFileOf(runs, sensors));
    console.log(`The last check was made ${runs.lastSuccess ?? 'never'}.`);
  } catch (error) {
    console.error(sanitizeForTerminal(`state: ${error instanceof Error ? error.message : error}`));
    process.exitCode = 2;
  }
}
