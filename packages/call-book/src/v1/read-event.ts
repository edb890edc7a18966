import { callFlows } from '@trtc-call/spec/v1';
import type { CallEvent, StatusEvent } from '@trtc-call/webhooks';
import type { Claim, Evidence, Presence, Source } from '../evidence.ts';
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
  const { command, family, CallId: callId, UserId: user, Role: role } = event;
  const time = toSeconds(event.EventTime);
  const at = (time ?? 0) * 1000;
  const claim = <Value>(value: Value | undefined, source: Source = 'stated'): Claim<Value> | undefined =>
    value === undefined || value === '' ? undefined : { value, source, at };
  // An event of a user says that the call has ended where it names a result, or the call has but two sides.
  const isEnd =
    ends.has(command) && (family === 'status' || !!event.CallResult || event.CallType === 'single');
  const isAnswer = answers.has(command) || joins.has(command);
  const first = <Value>(...claims: readonly (Claim<Value> | undefined)[]) => claims.find((each) => each);
  const result = event.CallResult || (family === 'status' ? command : undefined);
  const presence: Presence = {
    joined: time !== undefined && isAnswer && role !== 'caller' ? [time] : [],
    left: time !== undefined && ends.has(command) && family === 'event' ? [time] : [],
  };
  return {
    generation: 'v1',
    app: event.sdkappid,
    callId,
    state: isEnd ? 'ended' : isAnswer ? 'connected' : 'started',
    claims: {
      caller: claim(role === 'caller' ? user : undefined),
      media: claim(event.MediaType),
      type: claim(event.CallType),
      result: claim(isEnd ? result : undefined),
      startTime: first(
        claim(toSeconds(event.StartCallTs)),
        claim(starts.has(command) ? time : undefined, 'seen'),
      ),
      // A webhook of the start knows neither an answer nor an end, though a sample has both (V1-27).
      acceptTime: first(
        claim(isEnd || isAnswer ? toSeconds(event.AcceptTs) : undefined),
        claim(answers.has(command) ? time : undefined, 'seen'),
      ),
      endTime: isEnd ? first(claim(toSeconds(event.EndTs)), claim(time, 'seen')) : undefined,
    },
    users: new Map(user ? [[user, presence]] : []),
  };
}
