import { existsSync } from 'node:fs';
import {
  createProgress,
  isChosen,
  type Level,
  type ListedRequirement,
  listReceiverRequirements,
  listRequirements,
  prepareReportDirectory,
  RestoreError,
  type Result,
  type RunOptions,
  type RunReport,
  renderGithub,
  renderTerminal,
  runConformance,
  runReceiverConformance,
  toExitCode,
  writeReports,
} from '@trtc-call/conformance';
import { nearestName } from '@trtc-call/reporting/values';
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

export async function runConformanceCommand(flags: ConformanceFlags): Promise<number> {
  const { only, out } = flags;
  const isJson = flags.json === true || flags.format === 'json';
  const wanted = selectRequirements(flags);
  if (flags.list) {
    if (isJson) printJson(wanted);
    else print(wanted.map(describeRequirement).join(''));
    return 0;
  }
  if (flags.killTable) return printKillTable(only, wanted, isJson);
  if (out !== undefined) await prepareReportDirectory(out);
  const terminal = errorTerminal();
  const progress = createProgress({
    write: (text) => void terminal.write(text),
    live: terminal.isTTY === true && process.env.CI !== 'true' && process.env.TERM !== 'dumb',
    ...(terminal.columns !== undefined && { columns: terminal.columns }),
    total: wanted.length,
    now: Date.now,
  });
  const done: Pick<Result, 'id' | 'verdict'>[] = [];
  const onResult = (result: Result) => {
    done.push(result);
    progress.onResult(result);
  };
  let notRestored: string | undefined;
  const onNotRestored = (message: string) => {
    notRestored = message;
  };
  const ended = await untilStopped(
    async (signal) => {
      try {
        return await check(flags, { onResult, onNotRestored, signal });
      } finally {
        progress.done();
      }
    },
    () => tellStopping(describeLeft(flags)),
  );
  if (!('value' in ended)) {
    logLine(describeInterrupted(done, wanted.length));
    if (flags.har !== undefined && existsSync(flags.har))
      logLine(`${flags.har} holds a part of the exchanges.`);
    return ended.exitCode;
  }
  await show(ended.value, flags);
  // What must be put right by hand is not to be missed, and is said in full here alone: reports are passed on.
  if (notRestored !== undefined) logLine(`trtc-call: ${remedyLine(new RestoreError(notRestored))}`);
  return toExitCode(ended.value);
}

/** The requirements of what is to be checked, of the generation and the levels: all of them where they are only listed. */
function selectRequirements({ only, level, generation, receiver, list, killTable }: ConformanceFlags) {
  const isOfBoth = list || killTable;
  const listed = [
    ...(isOfBoth || receiver === undefined ? listRequirements() : []),
    ...(isOfBoth || receiver !== undefined ? listReceiverRequirements() : []),
  ];
  checkOnly(only, listed);
  return listed.filter(
    (requirement) =>
      isChosen(requirement.id, only) &&
      [requirement.generation, 'both', undefined].includes(generation) &&
      (level?.some((name) => name === requirement.level) ?? true),
  );
}

/** What a run may leave behind when it is stopped a second time. */
function describeLeft({ allowMutations, allowCalls }: ConformanceFlags): string {
  const left = [
    ...(allowMutations ? ["the suite's callback configuration"] : []),
    ...(allowCalls ? [`${allowCalls.callee}'s phone ringing`] : []),
  ];
  return left.join(' and ');
}

/** What a run that was stopped has done: it has no report, which could be taken for one of a whole run. */
function describeInterrupted(done: readonly Pick<Result, 'id' | 'verdict'>[], total: number): string {
  const ofFailures = done.filter(({ verdict }) => verdict === 'fail' || verdict === 'error');
  const failed =
    ofFailures.length === 0 ? 'none failed' : `failed: ${ofFailures.map(({ id }) => id).join(', ')}`;
  return `Interrupted: ${done.length} of ${total} were looked at, ${failed}. No report was written.`;
}

async function check(
  flags: ConformanceFlags,
  watching: Pick<RunOptions, 'onResult' | 'onNotRestored' | 'signal'>,
): Promise<RunReport> {
  const shared = {
    levels: flags.level,
    only: flags.only,
    strict: flags.strict ?? false,
    divergencesFile: flags.accepted,
    ...watching,
  };
  const { generation, receiver } = flags;
  if (receiver === undefined) {
    return runConformance({
      ...shared,
      target: flags.target,
      generation,
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
    receiver,
    generation,
    effects: flags.effects,
    failingUser: flags.failingUser,
    sdkAppId: flags.sdkAppId ?? (await readSdkAppId()),
    answerWithinMilliseconds: flags.answerWithin,
  });
}

function checkOnly(only: readonly string[] = [], listed: readonly ListedRequirement[]): void {
  const names = new Set(listed.flatMap(({ id }) => [id, id.slice(0, id.lastIndexOf('-'))]));
  const unknown = only.find((name) => !names.has(name));
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
}

/** Runs every mutant, of the mock and of a receiver, and prints which requirement finds it. */
async function printKillTable(
  only: readonly string[] | undefined,
  wanted: readonly ListedRequirement[],
  isJson: boolean,
): Promise<number> {
  // Loaded only here: the mutants bring a mock with each.
  const { allKilled, killTable, receiverKillTable, renderKillTable } = await import(
    '@trtc-call/conformance/mutants'
  );
  const ofApi = await killTable({ only });
  const ofReceivers = await receiverKillTable(undefined, only);
  const rows = [...ofApi, ...ofReceivers];
  const checked = wanted
    .filter(({ level, excluded }) => level !== 'OBSERVE' && excluded === undefined)
    .map(({ id }) => id);
  const receiverIds = new Set(listReceiverRequirements().map(({ id }) => id));
  const apiTable = renderKillTable(
    ofApi,
    checked.filter((id) => !receiverIds.has(id)),
  );
  const receiverTable = renderKillTable(
    ofReceivers,
    checked.filter((id) => receiverIds.has(id)),
  );
  if (isJson) printJson(rows);
  else print(`${apiTable}\nReceivers\n${receiverTable}`);
  return allKilled(rows, checked) ? 0 : 1;
}

function describeRequirement({ id, level, sentence, excluded }: ListedRequirement): string {
  const why = excluded === undefined ? '' : ` (not checkable: ${excluded})`;
  return `${id} ${level} ${sentence}${why}\n`;
}
