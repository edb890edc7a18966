import { createTrtcCallClient, isTrtcCallError } from '@trtc-call/client';
import { signUserSig, verifyUserSig } from '@trtc-call/client/usersig';
import { contractVersion } from '@trtc-call/spec/v1';

// No await at the top level: one of the bundles is CommonJS.
async function main(): Promise<void> {
  const { callId, ...options } = JSON.parse(process.argv[2] ?? '');
  const client = createTrtcCallClient<'v1'>({ generation: 'v1', ...options });
  const record = await client.records.get(callId);
  const refused = await client.callbacks.get().catch((error: unknown) => {
    if (isTrtcCallError(error) && error.kind === 'refused') return error.code;
    throw error;
  });
  const { sdkAppId, secretKey } = options;
  const account = { sdkAppId, secretKey, identifier: 'administrator' };
  const signed = verifyUserSig({ ...account, userSig: signUserSig(account) }).ok;
  console.log(JSON.stringify({ got: record?.callId === callId, refused, signed, contractVersion }));
  client.close();
}

void main();
