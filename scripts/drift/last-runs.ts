import type { GitHub } from '../github/connect.ts';

/** What the runs of the workflow say of the checks before this one; both times are ISO 8601. */
export interface LastRuns {
  readonly lastSuccess: string | null;
  /** Since when none succeeded; null when the last one did, or when there was none. */
  readonly failingSince: string | null;
}

/**
 * Reads from the history of the workflow when a check was last made. Nothing has to be kept for that between runs: a run
 * succeeds exactly when the check could be made and told.
 *
 * @param workflow - the file of the workflow, such as `drift.yml`
 * @throws GitHubError when GitHub does not tell
 */
export async function readLastRuns(
  { request, repository }: GitHub,
  workflow: string,
  branch: string,
): Promise<LastRuns> {
  const { data } = await request('GET /repos/{owner}/{repo}/actions/workflows/{workflow_id}/runs', {
    ...repository,
    workflow_id: workflow,
    branch,
    status: 'completed',
    per_page: 100,
  });
  // Newest first. Those that were cancelled or skipped say nothing.
  const runs = data.workflow_runs.filter(({ conclusion }) =>
    ['success', 'failure', 'timed_out'].includes(conclusion ?? ''),
  );
  const at = runs.findIndex(({ conclusion }) => conclusion === 'success');
  const failing = at === -1 ? runs : runs.slice(0, at);
  return {
    lastSuccess: timeOf(runs[at]),
    failingSince: timeOf(failing.at(-1)),
  };
}

/** GitHub leaves the milliseconds away. */
function timeOf(run: { created_at: string } | undefined): string | null {
  return run === undefined ? null : new Date(run.created_at).toISOString();
}

/** The file for `trtc-call drift check --state`, for the sensors that the check is going to ask. */
export function stateFileOf(runs: LastRuns, sensors: readonly string[]): string {
  const state = {
    schema: 'https://trtc-call.dev/drift-state/1',
    sensors: Object.fromEntries(sensors.map((sensor) => [sensor, runs])),
  };
  return `${JSON.stringify(state, null, 2)}\n`;
}
