// The program of webhooks as a process, in Node, Bun and Deno: output on stdout.
import { runReceiverProgram } from './receiver-program.ts';

console.log(JSON.stringify(await runReceiverProgram()));
