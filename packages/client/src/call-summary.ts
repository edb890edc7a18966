/** What is kept of a call, in one form for both generations. */
export interface CallSummary<Raw = unknown> {
  readonly generation: 'v1' | 'v4';
  readonly callId: string;
  readonly caller: string;
  /** The others who took part, each once: never the caller, whom some records list among them. */
  readonly callees: readonly string[];
  /** Another word than these is handed on in small letters. `null`, here and below, where the record does not say it. */
  readonly media: 'audio' | 'video' | (string & {}) | null;
  /** Two users, or more. */
  readonly type: 'single' | 'group' | (string & {}) | null;
  /** In the spelling of v1. Another word is handed on in that spelling, and a number as its digits. */
  readonly result:
    | 'cancel'
    | 'reject'
    | 'not_answer'
    | 'normal_end'
    | 'call_busy'
    | 'interrupt'
    | 'offline'
    | (string & {})
    | null;
  /** When the call was placed, in Unix seconds. */
  readonly startTime: number;
  /** When it was answered, in Unix seconds; `null` where nobody answered, or the record does not say. */
  readonly acceptTime: number | null;
  /** When it ended, in Unix seconds; `null` where the record does not say. */
  readonly endTime: number | null;
  /** From the answer to the end, in seconds: 0 where nobody answered, `null` where the record does not say the end. */
  readonly talkSeconds: number | null;
  /** The room of the call; `null` where it has none. */
  readonly room: {
    readonly id: string;
    /** 1 for the id of a room that is a number, 2 for text; `null` in records of v1, which do not say it. */
    readonly idType: number | string | null;
  } | null;
  /** The record as it came. */
  readonly raw: Raw;
}

/** What differs between the generations only by its name. */
export interface SummaryParts<Raw>
  extends Pick<CallSummary<Raw>, 'generation' | 'callId' | 'caller' | 'room' | 'raw'> {
  readonly media: string | null | undefined;
  readonly type: string | null | undefined;
  readonly result: string | null | undefined;
  readonly members: readonly string[] | undefined;
  readonly start: number;
  readonly accept: number | undefined;
  readonly end: number | undefined;
}

/** Puts together what is the same for all generations. */
export function summarize<Raw>(parts: SummaryParts<Raw>): CallSummary<Raw> {
  const {
    generation,
    callId,
    caller,
    members,
    media = null,
    type = null,
    result = null,
    start,
    accept,
    end,
    room,
    raw,
  } = parts;
  const acceptTime = readTime(accept);
  const endTime = readTime(end);
  return {
    generation,
    callId,
    caller,
    callees: [...new Set(Array.isArray(members) ? members : [])].filter((user) => user !== caller),
    media,
    type,
    result,
    startTime: readTime(start) ?? 0,
    acceptTime,
    endTime,
    talkSeconds: acceptTime === null ? 0 : endTime && Math.max(0, endTime - acceptTime),
    room,
    raw,
  };
}

// In seconds the year 5138, in milliseconds 1973: no call was at either.
const mostSeconds = 1e11;

/** Seconds, also of what is plainly milliseconds; 0 stands in samples for "never". */
function readTime(time: number | undefined): number | null {
  if (typeof time !== 'number' || time === 0) return null;
  return time > mostSeconds ? Math.floor(time / 1000) : time;
}
