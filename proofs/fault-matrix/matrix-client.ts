import {
  createTrtcCallClient,
  isTrtcCallError,
  type TrtcCallClientOptions,
  type TrtcCallError,
} from '@trtc-call/client';

/** The client as the matrix uses it, so that a broken one can take its place. */
export interface MatrixClient {
  /** Gets a record; gives the number of attempts that it took. */
  get(callId: string, signal: AbortSignal): Promise<number>;
  close(): void | Promise<void>;
}

export type MakeClient = (options: TrtcCallClientOptions) => MatrixClient;

/** The client of this repository, as it is. */
export const realClient: MakeClient = (options) => {
  const client = createTrtcCallClient(options);
  return {
    get: async (callId, signal) => {
      const { response } = await client.records.get(callId, { signal }).withResponse();
      return response.attempts;
    },
    close: () => client.close(),
  };
};

/** What a caller is told by an error, in a few words. */
export function wordsOf(error: unknown): string {
  if (!isTrtcCallError(error)) return `another error: ${error}`;
  const attempt = 'previousAttempts' in error ? error.previousAttempts.length + 1 : 1;
  return `${error.kind}${detailOf(error)}, attempt ${attempt}`;
}

function detailOf(error: TrtcCallError): string {
  switch (error.kind) {
    case 'refused':
      return ` ${error.code}`;
    case 'http-status':
      return ` ${error.status}`;
    case 'connection':
      // A machine without a network has a word of its own for a name that is not found.
      return error.code === 'EAI_AGAIN' ? ' ENOTFOUND' : ` ${error.code}`;
    case 'deadline':
      return ` of the ${error.scope}`;
    case 'contract':
      return ` ${error.issues[0]?.pointer || 'body'}`;
    default:
      return '';
  }
}
