// The receiver as a Worker, handed over as it is.
import { createReceiver } from '@trtc-call/webhooks';
import { sdkAppId } from './receiver-program.ts';

const receiver = createReceiver({ sdkAppId, on: { normal_end: () => {} } });

// biome-ignore lint/style/noDefaultExport: workerd looks for it
export default { fetch: receiver.fetch };
