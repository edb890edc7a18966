import { spawnSync } from 'node:child_process';

/** Runs git in a checkout. */
export interface Git {
  readonly root: string;
  /** What it prints. @throws GitFailure when it fails */
  run(args: readonly string[], input?: string): string;
  /** Whether it succeeds. */
  succeeds(args: readonly string[]): boolean;
}

/** Git did not do what was asked; the message is one line. */
class GitFailure extends Error {
  override readonly name = 'GitFailure';
}

/** The account of a workflow's token, as GitHub writes it into commits. */
export const botEmail = '41898282+github-actions[bot]@users.noreply.github.com';

const identity = { NAME: 'github-actions[bot]', EMAIL: botEmail };

/**
 * @param environment - GITHUB_TOKEN and GITHUB_SERVER_URL say how to push; the token stands in no argument and no file
 */
export function gitIn(root: string, environment: Readonly<Record<string, string | undefined>>): Git {
  const env = { ...process.env, ...credentials(environment) };
  for (const [key, value] of Object.entries(identity)) {
    Object.assign(env, { [`GIT_AUTHOR_${key}`]: value, [`GIT_COMMITTER_${key}`]: value });
  }
  const spawn = (args: readonly string[], input?: string) =>
    spawnSync('git', ['-c', 'core.quotePath=false', '-c', 'commit.gpgsign=false', ...args], {
      cwd: root,
      encoding: 'utf8',
      env,
      input: input ?? '',
      maxBuffer: 256 * 1024 * 1024,
    });
  return {
    root,
    run(args, input) {
      const { status, stdout, stderr, error } = spawn(args, input);
      if (status === 0) return stdout;
      const [reason = ''] = (error?.message ?? stderr).trim().split('\n').slice(-1);
      throw new GitFailure(`git ${args[0]} failed (${reason}): run it in the checkout to see why`);
    },
    succeeds: (args) => spawn(args).status === 0,
  };
}

function credentials({
  GITHUB_TOKEN: token,
  GITHUB_SERVER_URL: server = 'https://github.com',
}: Readonly<Record<string, string | undefined>>): Record<string, string> {
  if (!token) return {};
  const basic = Buffer.from(`x-access-token:${token}`).toString('base64');
  return {
    GIT_CONFIG_COUNT: '1',
    GIT_CONFIG_KEY_0: `http.${server}/.extraheader`,
    GIT_CONFIG_VALUE_0: `AUTHORIZATION: basic ${basic}`,
    GIT_TERMINAL_PROMPT: '0',
  };
}
