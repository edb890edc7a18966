// Our receiver with everything that can be on without asking somebody else: secret, addresses, handler, memory store.
import { createServer } from 'node:http';
import { createReceiver } from '@trtc-call/webhooks';

const secret = process.argv[2] ?? '';
const receiver = createReceiver({
  sdkAppId: 1400000000,
  secret,
  allow: ['127.0.0.0/8', '::1'],
  trustedProxies: ['10.0.0.0/8'],
  on: { '*': async () => {} },
});
const server = createServer(receiver.node);
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  if (typeof address === 'object' && address) console.log(`http://127.0.0.1:${address.port}`);
});
