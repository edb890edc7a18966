import { Command } from 'commander';
import { accountHelp, lazy, withService } from '../../options.ts';

const help = `
Asks both generations for harmless things: how many calls the last 24 hours had,
and where webhooks go. TRTC_CALL_GENERATION is ignored; give --generation to ask
one only. In v4 without --region each data centre is asked in turn, until one
knows the app.
${accountHelp}

Examples:
  $ trtc-call doctor
  $ trtc-call doctor --generation v4 --region seoul --json
  $ trtc-call doctor --region http://127.0.0.1:4010

Exit codes: 0 all well, 1 a problem, whose remedy is said, 2 could not check
(the network, or a wrong option).`;

export function doctorCommand(): Command {
  return withService(new Command('doctor'))
    .description('which generations answer, and what keeps an account from working')
    .option('--json', 'print the findings as JSON')
    .addHelpText('after', help)
    .action(lazy(async () => (await import('./run.ts')).runDoctor));
}
