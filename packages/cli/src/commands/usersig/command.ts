import { Command } from 'commander';
import { accountHelp, lazy, wholeNumber, withAccount } from '../../options.ts';

const help = `
A UserSig is as good as a password while it is valid, and others on this machine
can see the arguments of a command: pipe it in where that matters.

Examples:
  $ trtc-call usersig sign --identifier alice --expires 3600
  $ trtc-call usersig sign | trtc-call usersig inspect
  $ trtc-call usersig verify < usersig.txt

Exit codes: 0 done or valid, 1 not valid, 2 could not run (one line says why).`;

export function usersigCommand(): Command {
  return new Command('usersig')
    .description('sign, inspect and verify UserSigs, without a network')
    .addCommand(signCommand())
    .addCommand(inspectCommand())
    .addCommand(verifyCommand())
    .addHelpText('after', help);
}

function signCommand(): Command {
  const examples = `
Examples:
  $ trtc-call usersig sign
  $ trtc-call usersig sign --identifier alice --expires 3600

Exit codes: 0 signed, 2 could not run (one line says why).`;
  return withAccount(new Command('sign'))
    .description('sign a UserSig; standard output is the UserSig alone')
    .option('--identifier <name>', 'account that it is for (default: the one of the credentials)')
    .option(
      '--expires <seconds>',
      'how long it is valid (default: a day)',
      wholeNumber(1, Number.MAX_SAFE_INTEGER),
    )
    .addHelpText('after', `${accountHelp}\n${examples}`)
    .action(lazy(async () => (await import('./actions.ts')).printUserSig));
}

function inspectCommand(): Command {
  const examples = `
Examples:
  $ trtc-call usersig inspect < usersig.txt
  $ trtc-call usersig inspect --json eJwtzMEKgkAUheF3mXXInXFmUqGFtAqK...

Nothing is verified: that takes the secret key, and "trtc-call usersig verify".
Exit codes: 0 read, 1 it is not a UserSig, 2 could not run (one line says why).`;
  return new Command('inspect')
    .description('show what a UserSig says; needs no key, and verifies nothing')
    .argument('[usersig]', 'the UserSig (default: read from standard input)')
    .option('--json', 'print JSON')
    .addHelpText('after', examples)
    .action(lazy(async () => (await import('./actions.ts')).inspectUserSig));
}

function verifyCommand(): Command {
  const examples = `
Examples:
  $ trtc-call usersig verify < usersig.txt
  $ trtc-call usersig verify --identifier alice --json < usersig.txt

Exit codes: 0 valid, 1 not valid (the reason is said), 2 could not run (one line
says why).`;
  return withAccount(new Command('verify'))
    .description('verify a UserSig with the secret key')
    .argument('[usersig]', 'the UserSig (default: read from standard input)')
    .option('--identifier <name>', 'account that it must be for (default: the one of the credentials)')
    .option('--json', 'print JSON')
    .addHelpText('after', `${accountHelp}\n${examples}`)
    .action(lazy(async () => (await import('./actions.ts')).checkUserSig));
}
