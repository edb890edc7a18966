// The program of webhooks as a Worker.
import { runReceiverProgram } from './receiver-program.ts';

// biome-ignore lint/style/noDefaultExport: workerd looks for it
export default {
  async fetch(): Promise<Response> {
    return Response.json(await runReceiverProgram());
  },
};
