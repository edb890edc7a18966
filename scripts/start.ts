// `npm start`: the conformance suite against the embedded mock, or against the live endpoint when credentials are set.
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');
const live = Boolean(process.env.TRTC_CALL_SDK_APP_ID);
const main = join(root, 'packages/cli/src/main.ts');
const args = ['conformance', '--target', live ? 'live' : 'mock', '--out', join('reports', 'conformance')];

// In this process: a signal reaches the command itself, which puts back what it holds.
process.chdir(root);
process.argv = [process.execPath, main, ...args, ...process.argv.slice(2)];
await import('../packages/cli/src/main.ts');
