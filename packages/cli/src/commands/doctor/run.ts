import { checkRegion, readServiceAccount } from '../../credentials/open-client.ts';
import { wrap } from '../../io/format.ts';
import { holdWarning, logLine, outputWidth, print, printJson, printLine } from '../../io/print.ts';
import { untilStopped } from '../../io/stop-signal.ts';
import type { ServiceFlags } from '../../options.ts';
import { generations } from '../../service.ts';
import { type Diagnosis, examine, type Finding } from './examine.ts';

interface DoctorFlags extends ServiceFlags {
  json?: true;
}

const marks: Readonly<Record<Finding['status'], string>> = {
  ok: 'ok',
  note: 'note',
  problem: 'PROBLEM',
  unknown: '?',
};
const verdicts: Readonly<Record<Diagnosis['verdict'], string>> = {
  well: 'All well.',
  problem: 'There is a problem.',
  unchecked: 'It could not be checked.',
};
const exitCodes: Readonly<Record<Diagnosis['verdict'], number>> = { well: 0, problem: 1, unchecked: 2 };

export async function runDoctor({ json, generation, ...flags }: DoctorFlags): Promise<number> {
  const account = await readServiceAccount(flags);
  const asked = generation ? [generation] : generations;
  checkRegion(account, asked);
  const readWarning = holdWarning('TRTC_CALL_CLOCK_DIFFERS');
  const ended = await untilStopped((signal) => examine(account, asked, signal));
  if (!('value' in ended)) return ended.exitCode;
  const { verdict, findings } = ended.value;
  if (json) printJson(ended.value);
  else {
    print(findings.map(describeFinding).join(''));
    printLine(verdicts[verdict]);
  }
  // A clock that no check reports, such as where all other answers failed.
  const warning = readWarning();
  if (warning && !findings.some(({ check, status }) => check === 'clock' && status === 'problem'))
    logLine(warning);
  return exitCodes[verdict];
}

function describeFinding({ status, generation, check, message, remedy }: Finding): string {
  const head = `${marks[status].padEnd(7)}  ${generation}  ${check.padEnd(13)}  `;
  const width = outputWidth(40);
  const lines = wrap(message, head, width);
  return remedy === undefined ? lines : lines + wrap(remedy, `${' '.repeat(9)}-> `, width);
}
