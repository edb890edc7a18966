// What every runtime is asked to do. It is copied beside the installed packages or bundled, so that it may import
// nothing but them.
import {
  createTrtcCallClient,
  isTrtcCallError,
  RefusedError,
  type TrtcCallClient,
  type TrtcCallClientOptions,
} from '@trtc-call/client';

export interface ProgramInput {
  baseUrl: string;
  sdkAppId: number;
  secretKey: string;
  userSig: string;
  /** A record that the mock has. */
  callId: string;
}

export interface ProgramOutput {
  /** What the runtime says that it is. */
  userAgent: string;
  /** The call id of the record, read with a UserSig that a function gave. */
  gotWithUserSig: string | undefined;
  /** The same, signed by this runtime. */
  gotWithKey: string | undefined;
  /** What became of a client with a key and without leave to have it in a browser. */
  keyWithoutLeave: string;
  /** How a refusal showed. */
  refusal: { kind: string; code: number; isRefusedError: boolean };
  /** What became of an answer that breaks the contract where the types do not show it. */
  strict: { rule: string; kind: string };
  /** The numbers of the attempts of a call whose first answer was a gateway's page. */
  attempts: number[];
}

type Options = TrtcCallClientOptions;

export async function runProgram(input: ProgramInput): Promise<ProgramOutput> {
  const { baseUrl: region, sdkAppId, secretKey, callId } = input;
  const withUserSig = { generation: 'v1' as const, sdkAppId, region, userSig: async () => input.userSig };
  const withKey = { generation: 'v1' as const, sdkAppId, region, secretKey, allowSecretKeyInBrowser: true };
  return {
    userAgent: navigator.userAgent,
    gotWithUserSig: await getCallId(withUserSig, callId),
    gotWithKey: await getCallId(withKey, callId),
    keyWithoutLeave: keyWithoutLeave({ generation: 'v1', sdkAppId, region, secretKey }),
    refusal: await refusal(withUserSig),
    strict: await strictly(withUserSig, callId),
    attempts: await attempts(withUserSig),
  };
}

// Node 22 cannot read `await using`.
async function withClient<Result>(
  options: Options,
  work: (client: TrtcCallClient) => Promise<Result>,
): Promise<Result> {
  const client = createTrtcCallClient(options);
  try {
    return await work(client);
  } finally {
    client.close();
  }
}

async function getCallId(options: Options, callId: string): Promise<string | undefined> {
  const record = await withClient(options, (client) => client.records.get(callId));
  return record?.callId;
}

function keyWithoutLeave(options: Options): string {
  try {
    createTrtcCallClient(options).close();
    return 'accepted';
  } catch (error) {
    return isTrtcCallError(error) && error.kind === 'argument' ? `refused: ${error.field}` : String(error);
  }
}

async function refusal(options: Options): Promise<ProgramOutput['refusal']> {
  const outcome = await withClient(options, (client) => client.callbacks.get().result());
  if (outcome.ok || outcome.error.kind !== 'refused') throw new Error('the service did not refuse');
  const { kind, code } = outcome.error;
  return { kind, code, isRefusedError: outcome.error instanceof RefusedError };
}

async function strictly(common: Options, callId: string): Promise<ProgramOutput['strict']> {
  const rules: string[] = [];
  const onContractViolation: TrtcCallClientOptions['onContractViolation'] = ({ rule, pointer }) =>
    rules.push(`${rule} ${pointer}`);
  const options: Options = { ...common, validate: 'strict', fetch: fetchWithoutCaller, onContractViolation };
  const outcome = await withClient(options, (client) => client.records.get(callId).result());
  return { rule: rules.join(), kind: outcome.ok ? 'ok' : outcome.error.kind };
}

/** Sends as the platform does, and takes a required member out of the answer. */
async function fetchWithoutCaller(url: string, init: RequestInit): Promise<Response> {
  const answer: { data: Record<string, unknown> } = await (await fetch(url, init)).json();
  delete answer.data.caller;
  return Response.json(answer);
}

async function attempts(common: Options): Promise<number[]> {
  const numbers: number[] = [];
  const onRequest: TrtcCallClientOptions['onRequest'] = ({ attempt }) => numbers.push(attempt);
  const startTimestamp = Math.floor(Date.now() / 1000) - 3600;
  await withClient({ ...common, retry: { baseMilliseconds: 1 }, onRequest }, (client) =>
    client.records.query({ startTimestamp }),
  );
  return numbers;
}
