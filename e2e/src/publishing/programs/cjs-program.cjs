const { createTrtcCallClient, isTrtcCallError } = require('@trtc-call/client');
const { signUserSig, verifyUserSig } = require('@trtc-call/client/usersig');
const { contractVersion } = require('@trtc-call/spec/v1');

async function main() {
  const { callId, ...options } = JSON.parse(process.argv[2]);
  const client = createTrtcCallClient({ generation: 'v1', ...options });
  const record = await client.records.get(callId);
  const refused = await client.callbacks.get().catch((error) => {
    if (isTrtcCallError(error) && error.kind === 'refused') return error.code;
    throw error;
  });
  const { sdkAppId, secretKey } = options;
  const account = { sdkAppId, secretKey, identifier: 'administrator' };
  const signed = verifyUserSig({ ...account, userSig: signUserSig(account) }).ok;
  const node = process.versions.node.split('.')[0];
  console.log(JSON.stringify({ got: record?.callId === callId, refused, signed, contractVersion, node }));
  client.close();
}

main();
