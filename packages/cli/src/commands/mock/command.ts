import type { JournalEntry, Mock, RunningMock, StartMockOptions } from '@trtc-call/mock';
import { Command } from 'commander';
import { CommandError } from '../../command-error.ts';
import { readGenerationVariable } from '../../credentials/read-credentials.ts';
import { logLine, print } from '../../io/print.ts';
import { untilAborted, untilStopped } from '../../io/stop-signal.ts';
import { generationOption, list, wholeNumber } from '../../options.ts';
import { type Generation, generations } from '../../service.ts';

interface MockFlags {
  port: number;
  host: string;
  rateLimit: boolean;
  cors?: true;
  allowWebhooksTo?: string[];
  allowHost?: string[];
  sdkAppId?: number;
  secretKey?: string;
  seed?: number;
  webhookToken?: string;
  packageMissing?: true;
  log?: true;
  generation?: Generation;
}

const help = `
Examples:
  $ trtc-call mock                            on port 4010, with a curl line
  $ trtc-call mock --port 0 --log             on any free port, logging requests
  $ trtc-call mock --package-missing          every call is refused
  $ trtc-call mock --host 0.0.0.0 --allow-webhooks-to app,hooks.example.com

It answers both generations on one port; the lines to paste are for that of
--generation, TRTC_CALL_GENERATION, or v4.

Web pages are not let in unless --cors is given, and never to the paths under
/_mock/. Hosts are given without scheme and port.

Ctrl-C stops it. Exit codes: 0 stopped by SIGINT, SIGTERM or SIGHUP, 2 could not
start (such as: the port is in use).`;

export function mockCommand(): Command {
  return new Command('mock')
    .description('answer as TRTC Call does, on this machine, until Ctrl-C')
    .option('--port <number>', 'port to listen on; 0 takes a free one', wholeNumber(0, 65_535), 4010)
    .option('--host <address>', 'address to listen on', '127.0.0.1')
    .addOption(generationOption('generation of the lines to paste', generations))
    .option('--no-rate-limit', 'accept any number of requests per second')
    .option('--cors', 'let pages of any origin call from a browser')
    .option(
      '--allow-webhooks-to <hosts>',
      'hosts, beside this machine, to which POST /_mock/simulate_call may send, such as app,hooks.example.com',
      list,
    )
    .option(
      '--allow-host <hosts>',
      'further hosts by which /_mock/ may be called, such as mock.a.example,mock.b.example',
      list,
    )
    .option('--sdk-app-id <number>', 'SDKAppID of the curl line', wholeNumber(1, Number.MAX_SAFE_INTEGER))
    .option('--secret-key <text>', 'key that UserSigs must be signed with (default: a public one)')
    .option(
      '--seed <number>',
      'makes request ids and sample records',
      wholeNumber(0, Number.MAX_SAFE_INTEGER),
    )
    .option('--webhook-token <text>', 'sign webhooks of v4 by it (default: TRTC_CALL_WEBHOOK_TOKEN)')
    .option('--package-missing', 'refuse every call, as for an app without the package')
    .option('--log', 'log each request to stderr, without credentials')
    .addHelpText('after', help)
    .action(async (flags: MockFlags) => {
      process.exitCode = await runMock(flags);
    });
}

/** What the mock refuses, by the options of this command. */
const optionNames: Readonly<Record<string, string>> = {
  allowHosts: '--allow-host',
  allowWebhooksTo: '--allow-webhooks-to',
  host: '--host',
  secretKey: '--secret-key',
  'webhooks.token': '--webhook-token',
};

/** @returns the exit code: a signal is how a mock is meant to end */
async function runMock(flags: MockFlags): Promise<number> {
  const { packageMissing, log, allowHost: allowHosts, generation, webhookToken, ...options } = flags;
  const token = webhookToken ?? (process.env.TRTC_CALL_WEBHOOK_TOKEN || undefined);
  const shown = generation ?? readGenerationVariable();
  const { MockOptionError, startMock } = await import('@trtc-call/mock');
  const start = (given: StartMockOptions) =>
    startMock(given).catch((error: unknown) => {
      if (!(error instanceof MockOptionError)) throw error;
      const { field, message } = error;
      throw new CommandError(message.replace(field, () => optionNames[field] ?? field));
    });
  const ended = await untilStopped(async (signal) => {
    await using mock = await start({
      ...options,
      ...(allowHosts && { allowHosts }),
      packageActive: !packageMissing,
      webhooks: { token },
    });
    print(await welcome(mock, options.secretKey === undefined, shown));
    const stopFollowing = log ? followJournal(mock) : () => {};
    await untilAborted(signal);
    stopFollowing();
  });
  return 'value' in ended || ended.cause === 'signal' ? 0 : ended.exitCode;
}

/** A key that was given is not shown: a terminal's history is not the place for it. */
async function welcome(mock: RunningMock, showKey: boolean, generation: Generation): Promise<string> {
  const url = findReachableUrl(mock.url);
  // What a POSIX shell takes, so that commands and clients ask this mock, whatever was exported before.
  const lines = Object.entries({
    TRTC_CALL_BASE_URL: url,
    TRTC_CALL_SDK_APP_ID: mock.sdkAppId,
    ...(showKey && { TRTC_CALL_SECRET_KEY: mock.secretKey }),
    TRTC_CALL_IDENTIFIER: mock.identifier,
    TRTC_CALL_GENERATION: generation,
  }).map(([name, value]) => `export ${name}=${value}`);
  return `TRTC Call mock at ${mock.url}

  SDKAppID    ${mock.sdkAppId} (any other one is served as well, each with its own state)
  identifier  ${mock.identifier}
  secret key  ${showKey ? `${mock.secretKey} (opens nothing but mocks)` : 'the one that you gave'}

To make other commands and clients ask this mock, paste:
${lines.join('\n')}
${await writeRemarks(url, showKey)}
Try it, with a UserSig that is valid for a day:
${await writeCurlLine(mock, url, generation)}

Ctrl-C stops it.
`;
}

/** An address that listens everywhere is not one to send to: from this machine, loopback is. */
function findReachableUrl(listening: string): string {
  const url = new URL(listening);
  // In the spelling of URLs: every way to write the address is one of these.
  if (url.hostname === '[::]') url.hostname = '[::1]';
  if (['0.0.0.0', '[::ffff:0:0]'].includes(url.hostname)) url.hostname = '127.0.0.1';
  return url.origin;
}

async function writeRemarks(url: string, showKey: boolean): Promise<string> {
  const ofKey = '\nThen set TRTC_CALL_SECRET_KEY to the key that you gave.\n';
  const ofAddress =
    '\nClients take http: for this machine and private networks only: start it with --host 0.0.0.0,\nto have lines that name 127.0.0.1, or put https: in front of it.\n';
  return `${showKey ? '' : ofKey}${(await isTaken(url)) ? '' : ofAddress}`;
}

/** Whether a client takes an address. */
async function isTaken(region: string): Promise<boolean> {
  const { createTrtcCallClient } = await import('@trtc-call/client');
  try {
    createTrtcCallClient({ generation: 'v1', sdkAppId: 1, userSig: 'none', region }).close();
    return true;
  } catch {
    return false;
  }
}

/** A line for a POSIX shell that gets a record. It holds a UserSig, which is valid for a day. */
async function writeCurlLine(mock: RunningMock, url: string, generation: Generation): Promise<string> {
  const { sampleRequest } = (await import('../../facts.ts')).facts[generation];
  const query = new URLSearchParams({
    sdkappid: String(mock.sdkAppId),
    identifier: mock.identifier,
    usersig: mock.userSig(),
    random: '1',
    contenttype: 'json',
  });
  const body = quote(JSON.stringify(sampleRequest.body));
  return `curl -H 'Content-Type: application/json' -d ${body} ${quote(`${url}${sampleRequest.path}?${query}`)}`;
}

function quote(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}

/** Logs each request, by looking into the journal of the mock, which has no event. @returns what says the rest and ends it */
function followJournal(mock: Mock): () => void {
  let last: string | undefined;
  let dropped = 0;
  const look = () => {
    const entries = mock.requests;
    const seen = entries.findLastIndex((entry) => identify(entry) === last);
    const { requests: droppedNow } = mock.dropped;
    if (seen === -1 && droppedNow > dropped)
      logLine('some requests are not shown: more came than the journal holds');
    dropped = droppedNow;
    for (const entry of entries.slice(seen + 1)) logLine(describeEntry(entry));
    const newest = entries.at(-1);
    if (newest) last = identify(newest);
  };
  const timer = setInterval(look, 200);
  timer.unref();
  return () => {
    clearInterval(timer);
    look();
  };
}

function identify({ at, requestId, url }: JournalEntry): string {
  return `${at} ${requestId} ${url}`;
}

function describeEntry({ at, method, url, errorCode, mistake, fault }: JournalEntry): string {
  const parts = [
    new Date(at).toISOString(),
    method,
    // An id may be that of an operation of each generation.
    url.split('?', 1)[0],
    errorCode === undefined ? 'no envelope' : `errorCode ${errorCode}`,
    mistake,
    fault === undefined ? undefined : `fault ${fault}`,
  ];
  return parts.filter((part) => part !== undefined).join('  ');
}
