import { callFlows } from '@trtc-call/spec/v1';
import type { CallEvent, StatusEvent } from '@trtc-call/webhooks';
import { type Claims, createClaims, type Evidence, type Presence } from '../evidence.ts';
import { toSeconds } from '../read-record.ts';

type Step = Readonly<Record<'at' | 'by' | 'command', string>>;

const steps = callFlows.flows.flatMap((flow): readonly Step[] => flow.steps);
const listWords = (isWanted: (step: Step) => boolean): ReadonlySet<string> =>
  new Set(steps.filter(isWanted).map(({ command }) => command));

// What a word says of a call, by the contract's flows of calls.
const starts = listWords(({ at, by }) => at === 'start' && by === 'caller');
const answers = listWords(({ at }) => at === 'answer');
const joins = listWords(({ by }) => by === 'joined');
const ends = listWords(({ at }) => at === 'end');

/** What a webhook of v1 says of its call; undefined where it names none. */
export function readEventV1(event: StatusEvent | CallEvent): Evidence | undefined {
  if (!event.CallId) return undefined;
  const { sdkappid: app, CallId: callId, UserId: user, Role: role, family, command } = event;
  const state = readState(event);
  const time = toSeconds(event.EventTime);
  const claim = createClaims((time ?? 0) * 1000);
  const result = event.CallResult || (family === 'status' ? command : undefined);
  return {
    generation: 'v1',
    app,
    callId,
    state,
    claims: {
      caller: claim(role === 'caller' ? user : undefined, 'stated'),
      media: claim(event.MediaType, 'stated'),
      type: claim(event.CallType, 'stated'),
      result: claim(state === 'ended' ? result : undefined, 'stated'),
      ...readTimes(event, state, time),
    },
    users: new Map(user ? [[user, readPresence(event, time)]] : []),
  };
}

type State = 'started' | 'connected' | 'ended';

/** An event of a user says that the call has ended where it names a result, or the call has but two sides. */
function readState({ command, family, CallResult, CallType }: StatusEvent | CallEvent): State {
  const saysResult = family === 'status' || !!CallResult || CallType === 'single';
  if (ends.has(command) && saysResult) return 'ended';
  return isAnswer(command) ? 'connected' : 'started';
}

function isAnswer(command: string): boolean {
  return answers.has(command) || joins.has(command);
}

function readTimes(
  { command, StartCallTs, AcceptTs, EndTs }: StatusEvent | CallEvent,
  state: State,
  time: number | undefined,
): Pick<Claims, 'startTime' | 'acceptTime' | 'endTime'> {
  const claim = createClaims((time ?? 0) * 1000);
  const find = (stated: unknown, isSeen: boolean) =>
    claim(toSeconds(stated), 'stated') ?? claim(isSeen ? time : undefined, 'seen');
  return {
    startTime: find(StartCallTs, starts.has(command)),
    // A webhook of the start knows neither an answer nor an end, though a sample has both (V1-27).
    acceptTime: state === 'started' ? undefined : find(AcceptTs, answers.has(command)),
    endTime: state === 'ended' ? find(EndTs, true) : undefined,
  };
}

/** A caller is there before anyone answers. */
function readPresence(
  { command, family, Role }: StatusEvent | CallEvent,
  time: number | undefined,
): Presence {
  const times = time === undefined ? [] : [time];
  return {
    joined: isAnswer(command) && Role !== 'caller' ? times : [],
    left: ends.has(command) && family === 'event' ? times : [],
  };
}
