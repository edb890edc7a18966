import { Command } from 'commander';
import { accountHelp, lazy, withService } from '../../options.ts';

export function callsCommand(): Command {
  const help = `
Calls of generation v1 cannot be asked for while they go on.

Examples:
  $ trtc-call calls get 0d9fbf2c-7e54-4b0e-9d4e-1f6f3a4d9a10
  $ trtc-call calls watch 0d9fbf2c-7e54-4b0e-9d4e-1f6f3a4d9a10 --json
  $ trtc-call calls end 0d9fbf2c-7e54-4b0e-9d4e-1f6f3a4d9a10

Exit codes: 0 done, 1 the service refused the request, or the call is over, 2
could not run (one line says why), 128 + n ended by signal n, such as 130 by
Ctrl-C.`;
  return new Command('calls')
    .description('show, end and watch calls that are going on (v4)')
    .addCommand(
      createAction('get', 'show who takes part in a call', {
        json: 'print the call as the service gives it',
        exit: '0 it goes on, 1 it is over or never was, or the service refused',
      }).action(lazy(async () => (await import('./actions.ts')).getCall)),
    )
    .addCommand(
      createAction('end', 'end a call for all who take part', {
        json: 'print {"callId", "alreadyOver": true, false or null}',
        exit: '0 it is over, also if it was before, 1 the service refused',
      }).action(lazy(async () => (await import('./actions.ts')).endCall)),
    )
    .addCommand(
      createAction('watch', 'show each change of a call until it is over', {
        json: 'print each change as JSON in one line',
        exit: '0 it is over now, 1 it was over before, or the service refused',
      }).action(lazy(async () => (await import('./actions.ts')).watchCall)),
    )
    .addHelpText('after', help);
}

function createAction(
  name: string,
  description: string,
  { json, exit }: { json: string; exit: string },
): Command {
  const help = `${accountHelp}

Examples:
  $ trtc-call calls ${name} 0d9fbf2c-7e54-4b0e-9d4e-1f6f3a4d9a10

Exit codes:
  ${exit}
  2 could not run (one line says why), 128 + n ended by signal n`;
  return withService(new Command(name))
    .description(description)
    .argument('<id>', 'id of the call')
    .option('--json', json)
    .addHelpText('after', help);
}
