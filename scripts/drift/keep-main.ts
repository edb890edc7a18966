// `node scripts/drift/keep-main.ts <report folder>`: keeps one issue and one pull request as the report and what --fix
// changed in this checkout say. Exits 0 when they are, 1 when they are and the check could not be made, 2 otherwise.
import { sanitizeForTerminal } from '@trtc-call/rendering';
import { connectGitHub } from '../github/connect.ts';
import { gitIn } from './git.ts';
import { keep } from './keep.ts';

const [folder] = process.argv.slice(2);
const { env } = process;
if (folder === undefined) {
  console.error('usage: node scripts/drift/keep-main.ts <report folder>');
  process.exitCode = 2;
} else {
  try {
    const { GITHUB_REF_NAME: base = 'main', GITHUB_SERVER_URL: server = 'https://github.com' } = env;
    const run = `${server}/${env.GITHUB_REPOSITORY}/actions/runs/${env.GITHUB_RUN_ID}`;
    const { outcome, lines } = await keep({
      github: connectGitHub(env),
      git: gitIn(process.cwd(), env),
      folder,
      base,
      source: `[this run](${run})`,
    });
    for (const line of lines) console.log(sanitizeForTerminal(line));
    process.exitCode = outcome === 'checked' ? 0 : 1;
  } catch (error) {
    console.error(sanitizeForTerminal(`keep: ${error instanceof Error ? error.message : error}`));
    process.exitCode = 2;
  }
}
