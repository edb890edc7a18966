// The program in a page: the test calls it by this name.
import { runProgram } from './program.ts';

Object.assign(globalThis, { runProgram });
