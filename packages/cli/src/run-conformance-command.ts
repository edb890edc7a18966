import {
  createProgress,
  exitCodeOf,
  listRequirements,
  prepareReportDirectory,
  RestoreError,
  type RunReport,
  renderTerminal,
  runConformance,
  writeReports,
} from '@trtc-call/conformance';
import type { ConformanceFlags } from './commands/conformance.ts';
import { printKillTable } from './print-kill-table.ts';
import { printRequirements } from './print-requirements.ts';
import { stopSignal } from './stop-signal.ts';

/**
 * Runs the suite, shows how it gets on, and prints and writes the report.
 *
 * @returns the exit code: 0 conforms, 1 a MUST fails, 2 nothing was checked, 130 or 143 interrupted
 */
export async function runConformanceCommand(flags: ConformanceFlags): Promise<number> {
  const wanted = listRequirements().filter(
    ({ id, level }) =>
      (flags.only?.includes(id) ?? true) && (flags.level?.some((one) => one === level) ?? true),
  );
  if (flags.list) {
    printRequirements(wanted, flags.json ?? false);
    return 0;
  }
  if (flags.killTable) return printKillTable(flags.json ?? false);
  if (flags.out !== undefined) await prepareReportDirectory(flags.out);
  const stop = stopSignal();
  void stop.received.then(() => process.stderr.write('\nStopping; once more stops at once.\n'));
  const progress = createProgress({
    write: (text) => process.stderr.write(text),
    live: process.stderr.isTTY && process.env.CI !== 'true' && process.env.TERM !== 'dumb',
    columns: process.stderr.columns,
    total: wanted.length,
    now: Date.now,
  });
  try {
    const report = await runConformance({
      target: flags.target,
      environment: process.env,
      allowMutations: flags.allowMutations ?? false,
      exhaustRateLimit: flags.exhaustRateLimit ?? false,
      updateLedger: flags.updateLedger ?? false,
      levels: flags.level,
      only: flags.only,
      divergencesFile: flags.divergences,
      har: flags.har === undefined ? undefined : { path: flags.har },
      signal: stop.signal,
      onResult: progress.onResult,
    });
    progress.done();
    if (stop.signal.aborted) return stop.received;
    await show(report, flags);
    return exitCodeOf(report);
  } catch (error) {
    progress.done();
    // An interruption ends a run quietly, but not what a person must now put right by hand.
    if (stop.signal.aborted && !(error instanceof RestoreError)) return stop.received;
    throw error;
  }
}

/** Files first: they must not be lost when nobody reads standard output to its end. */
async function show(report: RunReport, { json, out }: ConformanceFlags): Promise<void> {
  const written = out === undefined ? undefined : await writeReports(report, out);
  const color = process.stdout.isTTY && process.stdout.hasColors();
  process.stdout.write(json ? `${JSON.stringify(report, null, 2)}\n` : renderTerminal(report, { color }));
  if (written) (json ? process.stderr : process.stdout).write(`Report: ${written.html}\n`);
}
