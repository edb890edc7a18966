/** Writes a value for programs to standard output. */
export function printJson(value: unknown): void {
  process.stdout.write(`${JSON.stringify(value, null, 2)}\n`);
}

/** Says a line to the person at the terminal. */
export function say(line: string): void {
  process.stderr.write(`${line}\n`);
}
