// The program as a process, in Node, Bun and Deno: input as the first argument, output on stdout.
import process from 'node:process';
import { runProgram } from './program.ts';

console.log(JSON.stringify(await runProgram(JSON.parse(process.argv[2] ?? '{}'))));
