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

/** Results of calls that were not answered. */
export const unanswered: readonly string[] = ['cancel', 'reject', 'not_answer', 'call_busy'];

/** What the evidence comes to. The same evidence gives the same call. */
export function toBookedCall(evidence: Evidence): BookedCall {
  const { generation, app, callId, state, claims } = evidence;
  const caller = claims.caller?.value ?? null;
  const participants = findParticipants(evidence);
  const takesPart = new Set(participants);
  const others = [...evidence.users.keys()].filter((user) => !takesPart.has(user)).sort();
  const talkSeconds = findTalkSeconds(claims);
  const isPair = claims.type?.value === 'single' && participants.length === 2;
  return {
    ...{ generation, app, callId, state, caller, participants, talkSeconds },
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
      ...findTalk(evidence, user, talkSeconds, isPair),
    })),
    sources: Object.fromEntries(
      Object.entries(claims).flatMap(([name, claim]) => (claim ? [[name, claim.source]] : [])),
    ),
  };
}

/** The caller first; of the record where it names them, else all whom webhooks name. */
export function findParticipants({ claims, users }: Evidence): string[] {
  const caller = claims.caller?.value;
  const listed = claims.participants?.value ?? [];
  const isProved = claims.participants?.source === 'record';
  const named = isProved ? listed : [...listed, ...users.keys(), ...(caller === undefined ? [] : [caller])];
  return [...new Set(named)].sort(
    (one, other) => Number(other === caller) - Number(one === caller) || (one < other ? -1 : 1),
  );
}

export function findTalkSeconds({ talkSeconds, acceptTime, endTime, result }: Claims): number | null {
  if (talkSeconds) return talkSeconds.value;
  if (!acceptTime) return result && unanswered.includes(result.value) ? 0 : null;
  // The time of a webhook is not the time of the step: only stated times make a duration.
  if (!endTime || acceptTime.source === 'seen' || endTime.source === 'seen') return null;
  return Math.max(0, endTime.value - acceptTime.value);
}

type Talk = Pick<BookedUser, 'joinTime' | 'leaveTime' | 'talkSeconds'>;

/** Two who talk with each other talk for as long as the call; in a group each comes and goes. */
function findTalk(
  { claims, users }: Evidence,
  user: string,
  callSeconds: number | null,
  isPair: boolean,
): Talk {
  if (callSeconds === 0) return { joinTime: null, leaveTime: null, talkSeconds: 0 };
  const { acceptTime, endTime } = claims;
  if (isPair) {
    const [joinTime, leaveTime] = [acceptTime?.value ?? null, endTime?.value ?? null];
    return { joinTime, leaveTime, talkSeconds: callSeconds };
  }
  const { joined: comings, left }: Presence = users.get(user) ?? { joined: [], left: [] };
  // The caller is there from the first answer on.
  const isCaller = user === claims.caller?.value && comings.length === 0;
  const joined = isCaller && acceptTime ? [acceptTime.value] : comings;
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
