import { Command } from 'commander';
import { accountHelp, lazy, list, withService } from '../../options.ts';

const exitCodes = `
Exit codes: 0 done, 1 the service refused the request, or nothing is configured,
2 could not run (one line says why).`;

const words = 'which webhooks: command words, such as normal_end (v1) or Call.CallbackAfterEndCall (v4)';

export function callbacksCommand(): Command {
  const help = `
Examples, where TRTC_CALL_GENERATION is set:
  $ trtc-call callbacks get
  $ trtc-call callbacks set --generation v1 --address https://example.com/hook \\
      --action normal_end,caller_start_call
  $ trtc-call callbacks update --address https://example.com/other
  $ trtc-call callbacks delete --yes
${exitCodes}`;
  return new Command('callbacks')
    .description('show and change where webhooks go, and which of them')
    .addCommand(getCommand())
    .addCommand(setCommand())
    .addCommand(updateCommand())
    .addCommand(deleteCommand())
    .addHelpText('after', help);
}

function getCommand(): Command {
  return withService(new Command('get'))
    .description('show the configuration')
    .option('--json', 'print JSON')
    .addHelpText(
      'after',
      `${accountHelp}\n\nExamples, where TRTC_CALL_GENERATION is set:\n  $ trtc-call callbacks get --json\n${exitCodes}`,
    )
    .action(lazy(async () => (await import('./actions.ts')).getCallbacks));
}

function setCommand(): Command {
  const examples = `
Examples, where TRTC_CALL_GENERATION is set:
  $ trtc-call callbacks set --generation v1 --address https://example.com/hook \\
      --action normal_end,caller_start_call
  $ trtc-call callbacks set --generation v4 --address https://example.com/hook \\
      --action Call.CallbackAfterEndCall
  $ trtc-call callbacks set --address https://example.com/hook --action
                                               (no webhooks)

A former configuration is replaced; it is shown before, on standard error.
`;
  return withService(new Command('set'))
    .description('store a whole configuration in place of a former one')
    .requiredOption('--address <url>', 'where webhooks are posted to')
    .requiredOption('--action [words]', words, list)
    .option('--json', 'print JSON')
    .addHelpText('after', `${accountHelp}\n${examples}${exitCodes}`)
    .action(lazy(async () => (await import('./actions.ts')).setCallbacks));
}

function updateCommand(): Command {
  const examples = `
Examples, where TRTC_CALL_GENERATION is set:
  $ trtc-call callbacks update --address https://example.com/other
                                               (the words stay)
  $ trtc-call callbacks update --generation v1 --action normal_end,cancel
                                               (the address stays)

The service takes whole configurations only: what is not given is read before,
and sent again. v4 has no operation for this: it is read and set.
`;
  return withService(new Command('update'))
    .description('change a configuration that exists')
    .option('--address <url>', 'where webhooks are posted to')
    .option('--action <words>', words, list)
    .option('--json', 'print JSON')
    .addHelpText('after', `${accountHelp}\n${examples}${exitCodes}`)
    .action(lazy(async () => (await import('./actions.ts')).updateCallbacks));
}

function deleteCommand(): Command {
  const examples = `
Examples, where TRTC_CALL_GENERATION is set:
  $ trtc-call callbacks delete          shows what would be removed
  $ trtc-call callbacks delete --yes    removes it`;
  return withService(new Command('delete'))
    .description('remove the configuration: no more webhooks')
    .option('--yes', 'really remove it; without this, nothing is changed')
    .option('--json', 'print what was removed as JSON')
    .addHelpText('after', `${accountHelp}\n${examples}\n${exitCodes}`)
    .action(lazy(async () => (await import('./actions.ts')).deleteCallbacks));
}
