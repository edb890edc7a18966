import { setTimeout as sleep } from 'node:timers/promises';
import type { LiveCall, TrtcCallError } from '@trtc-call/client';
import { limits } from '@trtc-call/spec/v4';
import { CommandError } from '../../command-error.ts';
import { openClientV4, readServiceAccount } from '../../credentials/open-client.ts';
import { facts, localTime } from '../../io/format.ts';
import { logLine, print, printJson, printLine } from '../../io/print.ts';
import { describeFailure } from '../../io/remedy-line.ts';
import { untilStopped } from '../../io/stop-signal.ts';
import type { ServiceFlags } from '../../options.ts';

interface CallFlags extends ServiceFlags {
  json?: true;
}

const everyMilliseconds = 1000;
/** How long the service may fail to answer before a watch is given up. */
const patienceMilliseconds = 120_000;

export async function getCall(callId: string, flags: CallFlags): Promise<void> {
  await using client = await openClient(callId, flags);
  const call = await client.calls.get(callId);
  if (!call) throw notGoingOn();
  if (flags.json) {
    printJson(call);
    return;
  }
  const { MediaType, RoomId, ChatGroupId } = call.CallInfo;
  const [first = '-', ...rest] = describeUsers(call);
  print(
    facts([
      ['call id', callId],
      ['media', String(MediaType ?? '-')],
      ['room', String(RoomId || '-')],
      ['group', String(ChatGroupId || '-')],
      ['users', first],
      ...rest.map((user) => ['', user] as const),
    ]),
  );
}

export async function endCall(callId: string, flags: CallFlags): Promise<void> {
  await using client = await openClient(callId, flags);
  const { alreadyOver } = await client.calls.end(callId);
  if (flags.json) printJson({ callId, alreadyOver });
  else if (alreadyOver === null)
    printLine('It is over: ended by this request, whose first answer was lost, or over before.');
  else printLine(alreadyOver ? 'It was over before, or never was.' : 'Ended.');
}

export async function watchCall(callId: string, flags: CallFlags): Promise<number> {
  await using client = await openClient(callId, flags);
  const ended = await untilStopped(async (signal) => {
    let shown: string | undefined;
    for await (const call of followCall(client, callId, signal)) {
      if (!call && shown === undefined) throw notGoingOn();
      const state = JSON.stringify(call);
      if (state !== shown) showChange(call, flags);
      shown = state;
    }
  });
  if (!('value' in ended)) return ended.exitCode;
  const { value, unit } = limits.recordDelay;
  logLine(`Its record can be read about ${value} ${unit} after the end: trtc-call records get ID`);
  return 0;
}

/** Each answer about a call, to the `null` that it is over. What fails for a moment between two of them is logged. */
async function* followCall(
  client: OpenClient,
  callId: string,
  signal: AbortSignal,
): AsyncGenerator<LiveCall | null> {
  // The first failure ends a watch of which nothing is known yet.
  let answeredAt = Number.NEGATIVE_INFINITY;
  for (;;) {
    const outcome = await client.calls.get(callId, { signal }).result();
    if (outcome.ok) {
      answeredAt = performance.now();
      yield outcome.data;
      if (!outcome.data) return;
    } else {
      const { error } = outcome;
      if (!isPassing(error) || performance.now() - answeredAt > patienceMilliseconds) throw error;
      logLine(`${describeFailure(error)}; asking again`);
    }
    await sleep(everyMilliseconds, undefined, { signal });
  }
}

type OpenClient = Awaited<ReturnType<typeof openClient>>;

async function openClient(callId: string, flags: CallFlags) {
  if (callId.trim() === '')
    throw new CommandError('the id of the call is empty: give it as the client has it');
  const account = await readServiceAccount(flags, { ...flags, generation: 'v4' });
  if ((flags.generation ?? account.generation) === 'v1') {
    const remedy = 'give --generation v4 if the app places calls of v4';
    throw new CommandError(`calls of v1 cannot be asked for while they go on, nor be ended: ${remedy}`);
  }
  return openClientV4(account);
}

function showChange(call: LiveCall | null, { json }: CallFlags): void {
  const now = Date.now();
  if (json) {
    printJson({ at: new Date(now).toISOString(), call }, 0);
    return;
  }
  const users = call ? describeUsers(call).join(', ') || 'no one' : 'over';
  printLine(`${localTime(Math.floor(now / 1000))}  ${users}`);
}

/** What a service may answer that breaks the contract is shown as far as it can be read. */
function describeUsers({ UserList: users }: LiveCall): string[] {
  return users.map((user: LiveCall['UserList'][number] | null) => {
    return `${user?.User_Account ?? '-'} (${user?.Status ?? '-'})`;
  });
}

/** Whether the next question may be answered. */
function isPassing({ kind }: TrtcCallError): boolean {
  return kind === 'connection' || kind === 'http-status' || kind === 'deadline';
}

// The service answers both alike.
function notGoingOn(): CommandError {
  return new CommandError(
    'the call is over, or never was: ask for its record with trtc-call records get, or check the id and --region',
    1,
  );
}
