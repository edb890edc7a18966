/** What came back for one request. */
export interface Answer {
  readonly status: number;
  readonly contentType: string;
  readonly text: string;
  /** The parsed body, or undefined where it is not JSON. */
  readonly json: unknown;
  /** Milliseconds until the whole answer was read. */
  readonly took: number;
  /** When the whole answer was read, in milliseconds of the clock of the run. */
  readonly answeredAt: number;
}

/** The envelope of an answer as it was sent; members that are not there are undefined. */
export interface Envelope {
  readonly errorCode: unknown;
  readonly errorMessage: unknown;
  readonly requestId: unknown;
  readonly data: unknown;
}

/** The body's members, whatever the body is. */
export function readEnvelope({ json }: Answer): Envelope {
  const { errorCode, errorMessage, requestId, data } = readMembers(json);
  return { errorCode, errorMessage, requestId, data };
}

/** The error code as a number, in either documented type; undefined where there is none. */
export function readCode(answer: Answer): number | undefined {
  const { errorCode } = readEnvelope(answer);
  if (typeof errorCode === 'number') return errorCode;
  return typeof errorCode === 'string' && /^-?\d+$/.test(errorCode) ? Number(errorCode) : undefined;
}

/** The members of an object; none for anything else. */
export function readMembers(value: unknown): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return {};
  return Object.fromEntries(Object.entries(value));
}

/** One line that says what came back. */
export function describeAnswer(answer: Answer): string {
  const { errorCode, errorMessage } = readEnvelope(answer);
  if (answer.json === undefined) return `HTTP ${answer.status} with a body that is not JSON`;
  return `HTTP ${answer.status}, errorCode ${JSON.stringify(errorCode)} (${JSON.stringify(errorMessage)})`;
}
