// `node scripts/drift/state.ts <known.json> <file> <sensor>...`: writes when the check was last made, as the runs of
// drift.yml say it, for `trtc-call drift check --state <file>`. Nothing has to be kept between runs: a run succeeds
// exactly when the check could be made and reported.
import { readFileSync, writeFileSync } from 'node:fs';
import type { KnownToGitHub } from './follow-up.ts';

/** The file for `--state`, for the sensors that the check is going to ask. */
export function renderState({ runs }: Pick<KnownToGitHub, 'runs'>, sensors: readonly string[]): string {
  // Those that were cancelled or skipped say nothing.
  const telling = runs.filter(({ conclusion }) =>
    ['success', 'failure', 'timed_out'].includes(conclusion ?? ''),
  );
  const at = telling.findIndex(({ conclusion }) => conclusion === 'success');
  const failing = at === -1 ? telling : telling.slice(0, at);
  const last = { lastSuccess: readTime(telling[at]), failingSince: readTime(failing.at(-1)) };
  const state = {
    schema: 'https://trtc-call.dev/drift-state/1',
    sensors: Object.fromEntries(sensors.map((sensor) => [sensor, last])),
  };
  return `${JSON.stringify(state, null, 2)}\n`;
}

/** GitHub leaves the milliseconds away. */
function readTime(run: { created_at: string } | undefined): string | null {
  return run === undefined ? null : new Date(run.created_at).toISOString();
}

if (import.meta.main) {
  const [known = '', file = '', ...sensors] = process.argv.slice(2);
  writeFileSync(file, renderState(JSON.parse(readFileSync(known, 'utf8')), sensors));
}
