import { unansweredResults } from '@trtc-call/client';
import type { CallKey, CallState, Claims, Evidence, Presence, Source } from './evidence.ts';

/** One call, as the book has it. Times are Unix seconds; `null` where nothing says it. */
export interface BookedCall extends CallKey {
  readonly state: CallState;
  readonly caller: string | null;
  /** All who took part, the caller first. Of the record where there is one, else all whom webhooks name. */
  readonly participants: readonly string[];
  readonly media: string | null;
  readonly type: string | null;
  /** In the spelling of v1, such as `normal_end`. */
  readonly result: string | null;
  readonly startTime: number | null;
  readonly acceptTime: number | null;
  readonly endTime: number | null;
  /** From the answer to the end: of the record, or of times that webhooks state. Never a guess: `null` until it is known. */
  readonly talkSeconds: number | null;
  readonly users: readonly BookedUser[];
  /** What each fact rests on. */
  readonly sources: Readonly<Partial<Record<keyof Claims, Source>>>;
}

/** One user of a call. */
export interface BookedUser {
  readonly user: string;
  readonly role: 'caller' | 'callee';
  /** False where webhooks name the user and the record does not. */
  readonly takesPart: boolean;
  readonly joinTime: number | null;
  readonly leaveTime: number | null;
  /** `null` where it is not known: of a group no record says it, and a webhook may have been lost. */
  readonly talkSeconds: number | null;
}

/** What the evidence comes to. The same evidence gives the same call. */
export function toBookedCall(evidence: Evidence): BookedCall {
  const { generation, app, callId, state, claims } = evidence;
  const caller = claims.caller?.value ?? null;
  const participants = findParticipants(evidence);
  const takesPart = new Set(participants);
  const others = [...evidence.users.keys()].filter((user) => !takesPart.has(user)).sort();
  const talkSeconds = findTalkSeconds(claims);
  const isPair = claims.type?.value === 'single' && participants.length === 2;
  // Of two, and of a call without an answer, it does not matter who was seen.
  const presence = isPair || talkSeconds === 0 ? evidence.users : completePresence(evidence, participants);
  return {
    generation,
    app,
    callId,
    state,
    caller,
    participants,
    talkSeconds,
    media: claims.media?.value ?? null,
    type: claims.type?.value ?? null,
    result: claims.result?.value ?? null,
    startTime: claims.startTime?.value ?? null,
    acceptTime: claims.acceptTime?.value ?? null,
    endTime: claims.endTime?.value ?? null,
    users: [...participants, ...others].map((user) => ({
      user,
      role: user === caller ? 'caller' : 'callee',
      takesPart: takesPart.has(user),
      ...findTalk(claims, presence.get(user) ?? absent, talkSeconds, isPair),
    })),
    sources: readSources(claims),
  };
}

const facts = [
  ...['caller', 'participants', 'media', 'type', 'result'],
  ...['startTime', 'acceptTime', 'endTime', 'talkSeconds'],
] as const satisfies readonly (keyof Claims)[];

function readSources(claims: Claims): BookedCall['sources'] {
  const sources: { -readonly [Name in keyof Claims]: Source } = {};
  for (const name of facts) {
    const claim = claims[name];
    if (claim) sources[name] = claim.source;
  }
  return sources;
}

/** The caller first; of the record where it names them, else all whom webhooks name. */
export function findParticipants({ claims, users }: Evidence): readonly string[] {
  const caller = claims.caller?.value;
  const { value: listed = [], source } = claims.participants ?? {};
  // Those of a record are sorted already.
  const named =
    source === 'record'
      ? listed
      : [...new Set([...listed, ...users.keys(), ...(caller === undefined ? [] : [caller])])].sort();
  if (caller === undefined || !named.includes(caller)) return named;
  return [caller, ...named.filter((user) => user !== caller)];
}

export function findTalkSeconds({ talkSeconds, acceptTime, endTime, result }: Claims): number | null {
  if (talkSeconds) return talkSeconds.value;
  if (!acceptTime) return result && unansweredResults.includes(result.value) ? 0 : null;
  // The time of a webhook is not the time of the step: only stated times make a duration.
  if (!endTime || acceptTime.source === 'seen' || endTime.source === 'seen') return null;
  return Math.max(0, endTime.value - acceptTime.value);
}

type Talk = Pick<BookedUser, 'joinTime' | 'leaveTime' | 'talkSeconds'>;

const absent: Presence = { joined: [], left: [] };
/** The time of a webhook may differ from that of the record by so much. */
const skewSeconds = 2;

/** Whether a page says that a call closes with its last but one member (68940). */
const closesWithLastButOne = { v1: false, v4: true } satisfies Record<CallKey['generation'], boolean>;

/** When each came and left, with what the record leaves no doubt of where a webhook was lost. */
function completePresence(
  { generation, claims, users }: Evidence,
  participants: readonly string[],
): ReadonlyMap<string, Presence> {
  const all = new Map(users);
  const read = (user: string) => all.get(user) ?? absent;
  const { caller, acceptTime, endTime } = claims;
  if (!acceptTime) return all;
  const join = (user: string) => all.set(user, { ...read(user), joined: [acceptTime.value] });
  // The caller is there from the first answer on.
  if (caller && read(caller.value).joined.length === 0) join(caller.value);
  if (!closesWithLastButOne[generation] || claims.participants?.source !== 'record' || !endTime) return all;

  const callees = participants.filter((user) => user !== caller?.value);
  const unseen = callees.filter((user) => read(user).joined.length === 0);
  const [first] = unseen;
  // One of them gave the first answer. It was none of those who came later.
  const cameLater = callees.filter((user) => Number(read(user).joined[0]) > acceptTime.value + skewSeconds);
  const isFirst = unseen.length === 1 && cameLater.length === callees.length - 1;
  if (first && isFirst && (callees.length === 1 || read(first).left.length > 0)) join(first);

  const count = (user: string) => read(user).joined.length - read(user).left.length;
  const staying = participants.filter((user) => count(user) === 1);
  const leftLast = participants.filter(
    (user) => count(user) === 0 && Number(read(user).left.at(-1)) >= endTime.value - skewSeconds,
  );
  const areOthersGone = participants.every(
    (user) => staying.includes(user) || (count(user) === 0 && read(user).left.length > 0),
  );
  // Two are there when it closes: those of whom it is not known that they have left.
  if (areOthersGone && staying.length + leftLast.length === 2) {
    for (const user of staying) {
      all.set(user, { ...read(user), left: [...read(user).left, endTime.value] });
    }
  }
  return all;
}

/** Two who talk with each other talk for as long as the call; in a group each comes and goes. */
function findTalk(
  { acceptTime, endTime }: Claims,
  { joined, left }: Presence,
  callSeconds: number | null,
  isPair: boolean,
): Talk {
  if (callSeconds === 0) return { joinTime: null, leaveTime: null, talkSeconds: 0 };
  if (isPair) {
    const [joinTime, leaveTime] = [acceptTime?.value ?? null, endTime?.value ?? null];
    return { joinTime, leaveTime, talkSeconds: callSeconds };
  }
  // Each time someone comes they leave after it, and before they come again; else a webhook is missing.
  const isWhole =
    joined.length > 0 &&
    joined.length === left.length &&
    joined.every((time, turn) => {
      const end = left[turn] ?? 0;
      return time <= end && end <= (joined[turn + 1] ?? Number.POSITIVE_INFINITY);
    });
  const sum = (times: readonly number[]) => times.reduce((total, time) => total + time, 0);
  return {
    joinTime: joined[0] ?? null,
    leaveTime: left.at(-1) ?? null,
    talkSeconds: isWhole ? sum(left) - sum(joined) : null,
  };
}

/** The time by which a call is found: its start, or else the earliest time that is known of it; 0 where none is. */
export function findBegin({ claims, users }: Evidence): number {
  if (claims.startTime) return claims.startTime.value;
  const seen = [...users.values()].flatMap(({ joined, left }) => [...joined, ...left]);
  const times = [claims.acceptTime?.value, claims.endTime?.value, ...seen].filter(
    (time) => time !== undefined,
  );
  return times.length === 0 ? 0 : times.reduce((first, time) => Math.min(first, time));
}
