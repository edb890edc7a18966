import { type Command, Option } from 'commander';
import { addFormerName, parseChoice } from '../option-values.ts';
import { type Generation, generations } from '../service.ts';

export interface AccountFlags {
  credentials?: string;
}

export interface ServiceFlags extends AccountFlags {
  generation?: Generation;
  region?: string;
}

export function withAccount(command: Command): Command {
  return command.option('--credentials <file>', 'JSON file with the account, readable by you alone');
}

/** The option that names a generation; completion knows its words. */
export function generationOption(description: string, words: readonly string[]): Option {
  return new Option('--generation <name>', description)
    .choices(words)
    .argParser(parseChoice(words))
    .default(undefined);
}

export function withRegion(command: Command): Command {
  const description = 'data centre of the app, such as singapore, or a base URL';
  return addFormerName(command.option('--region <name>', description), 'base-url', 'region');
}

export function withService(command: Command): Command {
  return withRegion(withAccount(command.addOption(generationOption('generation of the API', generations))));
}

const defaultFile = '$XDG_CONFIG_HOME/trtc-call/credentials.json';
const accountVariables = `  TRTC_CALL_SDK_APP_ID, TRTC_CALL_SECRET_KEY or TRTC_CALL_USER_SIG,
  TRTC_CALL_IDENTIFIER`;

/** The variables of a live target, for the commands whose requests are those of the suite. */
export const liveHelp = `
A live target is found by these variables, and what is missing there by the file
${defaultFile} (mode 600):
${accountVariables},
  TRTC_CALL_REGION (the data centre: v4 is not asked without it),
  or TRTC_CALL_BASE_URL (an address)`;

export const accountHelp = `
The account is read from the environment, and what is missing there from the
file of --credentials (default: ${defaultFile},
mode 600):
${accountVariables}, TRTC_CALL_GENERATION (v1 or v4),
  TRTC_CALL_REGION (such as singapore), or TRTC_CALL_BASE_URL`;
