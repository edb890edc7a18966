import { CommandError } from './command-error.ts';

// Far more than a UserSig holds; what is piped in by mistake is not read to its end.
const mostCharacters = 64 * 1024;

/**
 * The UserSig of the argument, or of standard input when there is none or it is `-`.
 *
 * @throws CommandError when nothing comes
 */
export async function readUserSig(argument: string | undefined): Promise<string> {
  if (argument !== undefined && argument !== '-') return argument;
  if (process.stdin.isTTY) throw new CommandError('no UserSig: give it as an argument, or pipe it in');
  let text = '';
  for await (const chunk of process.stdin.setEncoding('utf8')) {
    text += String(chunk);
    if (text.length > mostCharacters)
      throw new CommandError('standard input is no UserSig: it is too long', 1);
  }
  if (text.trim() === '') throw new CommandError('standard input is empty: pipe a UserSig in, or name one');
  return text.trim();
}
