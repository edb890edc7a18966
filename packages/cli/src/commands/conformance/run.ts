import {
  createProgress,
  isChosen,
  type Level,
  type ListedRequirement,
  listReceiverRequirements,
  listRequirements,
  type Progress,
  prepareReportDirectory,
  RestoreError,
  type RunReport,
  renderGithub,
  renderTerminal,
  runConformance,
  runReceiverConformance,
  toExitCode,
  writeReports,
} from '@trtc-call/conformance';
import { nearestName } from '@trtc-call/reporting/names';
import { CommandError } from '../../command-error.ts';
import { readSdkAppId, readTargetEnvironment } from '../../credentials/read-credentials.ts';
import {
  errorTerminal,
  hasColors,
  logLine,
  print,
  printData,
  printJson,
  printLine,
  terminalOptions,
} from '../../io/print.ts';
import { remedyLine } from '../../io/remedy-line.ts';
import { tellStopping, untilStopped } from '../../io/stop-signal.ts';

export type Format = 'text' | 'json' | 'github';

export interface ConformanceFlags {
  target: string;
  generation?: 'v1' | 'v4' | 'both';
  receiver?: string;
  sdkAppId?: number;
  effects?: string;
  failingUser?: string;
  answerWithin?: number;
  out?: string;
  har?: string;
  level?: Level[];
  only?: string[];
  strict?: true;
  list?: true;
  format: Format;
  json?: true;
  allowMutations?: true;
  exhaustRateLimit?: true;
  accepted?: string;
  allowCalls?: { caller: string; callee: string };
  updateLedger?: true;
  killTable?: true;
}

/**
 * Runs the suite, shows how it gets on, and prints and writes the report.
 *
 * @returns the exit code: 0 nothing that counts failed, 1 a MUST fails, 2 nothing was checked or the target was not put
 *   back, 128 + n stopped by signal n
 */
export async function runConformanceCommand(flags: ConformanceFlags): Promise<number> {
  const isWanted = ({ id, level, generation }: ListedRequirement) =>
    isChosen(id, flags.only) &&
    [generation, 'both', undefined].includes(flags.generation) &&
    (flags.level?.some((one) => one === level) ?? true);
  const isJson = flags.json === true || flags.format === 'json';
  if (flags.list) {
    const all = [...listRequirements(), ...listReceiverRequirements()];
    checkOnly(flags.only, all);
    const wanted = all.filter(isWanted);
    if (isJson) printJson(wanted);
    else print(wanted.map(describeRequirement).join(''));
    return 0;
  }
  if (flags.killTable) return printKillTable(flags, isJson);
  const listed = flags.receiver === undefined ? listRequirements() : listReceiverRequirements();
  checkOnly(flags.only, listed);
  if (flags.out !== undefined) await prepareReportDirectory(flags.out);
  const terminal = errorTerminal();
  const progress = createProgress({
    write: (text) => void terminal.write(text),
    live: terminal.isTTY === true && process.env.CI !== 'true' && process.env.TERM !== 'dumb',
    ...(terminal.columns !== undefined && { columns: terminal.columns }),
    total: listed.filter(isWanted).length,
    now: Date.now,
  });
  const ended = await untilStopped(
    async (signal) => {
      try {
        return await check(flags, progress, signal);
      } finally {
        progress.done();
      }
    },
    { onStop: tellStopping },
  );
  if (!('value' in ended)) return ended.exitCode;
  await show(ended.value, flags);
  return toExitCode(ended.value);
}

async function check(flags: ConformanceFlags, progress: Progress, signal: AbortSignal): Promise<RunReport> {
  const shared = {
    levels: flags.level,
    only: flags.only,
    strict: flags.strict ?? false,
    divergencesFile: flags.accepted,
    signal,
    onResult: progress.onResult,
  };
  if (flags.receiver === undefined) {
    return runConformance({
      ...shared,
      target: flags.target,
      generation: flags.generation,
      allowCalls: flags.allowCalls,
      environment: await readTargetEnvironment(flags.target),
      allowMutations: flags.allowMutations ?? false,
      exhaustRateLimit: flags.exhaustRateLimit ?? false,
      updateLedger: flags.updateLedger ?? false,
      har: flags.har === undefined ? undefined : { path: flags.har },
    });
  }
  return runReceiverConformance({
    ...shared,
    receiver: flags.receiver,
    generation: flags.generation,
    sdkAppId: flags.sdkAppId ?? (await readSdkAppId()),
    effects: flags.effects,
    failingUser: flags.failingUser,
    answerWithinMilliseconds: flags.answerWithin,
  });
}

/** @throws CommandError naming what is neither a requirement nor an area, and what was probably meant */
function checkOnly(only: readonly string[] = [], listed: readonly ListedRequirement[]): void {
  const names = new Set(listed.flatMap(({ id }) => [id, id.slice(0, id.lastIndexOf('-'))]));
  const unknown = only.find((one) => !names.has(one));
  if (unknown === undefined) return;
  const nearest = nearestName(unknown, [...names]);
  const remedy = nearest ? `did you mean ${nearest}?` : 'see them all with --list';
  throw new CommandError(`--only: there is no requirement or area "${unknown}": ${remedy}`);
}

/** Files first: they must not be lost when standard output is closed early. */
async function show(report: RunReport, { json, format, out }: ConformanceFlags): Promise<void> {
  const written = out === undefined ? undefined : await writeReports(report, out);
  const shownAs = json ? 'json' : format;
  if (shownAs === 'json') printJson(report);
  // Commands for GitHub are meant to be obeyed; the texts in them are made safe where they are made.
  else if (shownAs === 'github') await printData(renderGithub(report));
  else print(renderTerminal(report, terminalOptions()), { keepColors: hasColors() });
  if (written) (shownAs === 'text' ? printLine : logLine)(`Report: ${written.html}`);
  // The report says it too, but what must be put right by hand is not to be missed.
  if (report.notRestored !== undefined)
    logLine(`trtc-call: ${remedyLine(new RestoreError(report.notRestored))}`);
}

/**
 * Runs every mutant, of the mock and of a receiver, and prints which requirement finds it.
 *
 * @returns the exit code: 0 when all are found, 1 when one is missed
 */
async function printKillTable({ only }: ConformanceFlags, json: boolean): Promise<number> {
  checkOnly(only, [...listRequirements(), ...listReceiverRequirements()]);
  // Loaded only here: the mutants bring a mock with each.
  const { allKilled, killTable, receiverKillTable, renderKillTable } = await import(
    '@trtc-call/conformance/mutants'
  );
  const ofApi = await killTable({ only });
  const ofReceivers = await receiverKillTable(undefined, only);
  const rows = [...ofApi, ...ofReceivers];
  const receivers = listReceiverRequirements().length;
  if (json) printJson(rows);
  else print(`${renderKillTable(ofApi)}\nReceivers\n${renderKillTable(ofReceivers, receivers)}`);
  return allKilled(rows) ? 0 : 1;
}

function describeRequirement({
  id,
  level,
  sentence,
  excluded,
}: ReturnType<typeof listRequirements>[number]): string {
  const why = excluded === undefined ? '' : ` (not checkable: ${excluded})`;
  return `${id} ${level} ${sentence}${why}\n`;
}
