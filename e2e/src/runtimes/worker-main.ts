// The program as a Worker: input as the body of a request, output as its answer.
import { runProgram } from './program.ts';

// biome-ignore lint/style/noDefaultExport: workerd looks for it
export default {
  async fetch(request: Request): Promise<Response> {
    return Response.json(await runProgram(await request.json()));
  },
};
