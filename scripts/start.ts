// `npm start`: the conformance suite against the embedded mock, or against the live endpoint when credentials are set.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');
const live = Boolean(process.env.TRTC_CALL_SDK_APP_ID);
const main = join(root, 'packages/cli/src/main.ts');
const args = ['conformance', '--target', live ? 'live' : 'mock', '--out', join('reports', 'conformance')];
const { status, signal } = spawnSync(process.execPath, [main, ...args, ...process.argv.slice(2)], {
  cwd: root,
  stdio: 'inherit',
});
process.exitCode = status ?? (signal === 'SIGINT' ? 130 : 1);
