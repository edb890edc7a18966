import { sanitizeForTerminal } from '@trtc-call/reporting/sanitize';
import type { ServiceFlags } from '../../credentials/account-option.ts';
import { openGeneration, readServiceAccount } from '../../credentials/open-client.ts';
import { print, printJson, printLine } from '../../io/print.ts';
import { untilStopped } from '../../io/stop-signal.ts';
import { generations } from '../../service.ts';
import { type Diagnosis, examine, type Finding, type Status } from './examine.ts';

/** What `trtc-call doctor` was asked for. */
export interface DoctorFlags extends ServiceFlags {
  baseUrl?: string;
  json?: true;
}

const marks: Readonly<Record<Status, string>> = { ok: 'ok', note: 'note', problem: 'PROBLEM', unknown: '?' };
const verdicts: Readonly<Record<Diagnosis['verdict'], string>> = {
  well: 'All well.',
  problem: 'There is a problem.',
  unchecked: 'It could not be checked.',
};
const exitCodes: Readonly<Record<Diagnosis['verdict'], number>> = { well: 0, problem: 1, unchecked: 2 };

/**
 * Says what keeps an account from working.
 *
 * @returns the exit code
 */
export async function runDoctor({ json, baseUrl, generation, ...flags }: DoctorFlags): Promise<number> {
  const region = baseUrl ?? flags.region;
  const account = await readServiceAccount({ ...flags, ...(region !== undefined && { region }) });
  const asked = generation ? [generation] : generations;
  const ended = await untilStopped((signal) => examine(account, asked, { open: openGeneration, signal }));
  if (!('value' in ended)) return ended.exitCode;
  const { verdict, findings } = ended.value;
  if (json) printJson(ended.value);
  else {
    print(findings.map(describeFinding).join(''));
    printLine(verdicts[verdict]);
  }
  return exitCodes[verdict];
}

function describeFinding({ status, generation, check, message, remedy }: Finding): string {
  const line = `${marks[status].padEnd(7)}  ${generation}  ${check.padEnd(13)}  ${sanitizeForTerminal(message)}\n`;
  if (remedy === undefined) return line;
  return `${line}${' '.repeat(28)}-> ${sanitizeForTerminal(remedy)}\n`;
}
