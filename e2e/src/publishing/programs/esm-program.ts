import { createTrtcCallClient, isTrtcCallError } from '@trtc-call/client';
import { signUserSig, verifyUserSig } from '@trtc-call/client/usersig';
import { startMock } from '@trtc-call/mock';
import { contractVersion } from '@trtc-call/spec/v1';

await using mock = await startMock();
const { callId } = mock.records.add();
const { sdkAppId, secretKey, url } = mock;
const client = createTrtcCallClient({ generation: 'v1', sdkAppId, secretKey, region: url });

const record = await client.records.get(callId);
const got: string | undefined = record?.callId;
const refused = await client.callbacks.get().catch((error: unknown) => {
  if (isTrtcCallError(error) && error.kind === 'refused') return error.code;
  throw error;
});
const account = { sdkAppId, secretKey, identifier: 'administrator' };
const signed = verifyUserSig({ ...account, userSig: signUserSig(account) }).ok;
console.log(JSON.stringify({ got: got === callId, refused, signed, contractVersion }));
client.close();
