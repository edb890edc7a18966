import type { Command } from 'commander';

/** Options of every command that needs an account. */
export interface AccountFlags {
  credentials?: string;
}

/** Adds the option that says where the account stands. */
export function withAccount(command: Command): Command {
  return command.option('--credentials <file>', 'JSON file with the account, readable by you alone');
}

/** The part of a help text that says where the account stands. */
export const accountHelp = `
The account is read from the environment, and what is missing there from the
file of --credentials (default: $XDG_CONFIG_HOME/trtc-call/credentials.json,
mode 600):
  TRTC_CALL_SDK_APP_ID, TRTC_CALL_SECRET_KEY or TRTC_CALL_USER_SIG,
  TRTC_CALL_IDENTIFIER, TRTC_CALL_BASE_URL`;
