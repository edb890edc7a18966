import { liveThroughDay } from './day.ts';

const day = await liveThroughDay((line) => process.stdout.write(`${line}\n`));
const isWell = day.after.exitCode === 0 && day.conformance.exitCode === 0;
process.stdout.write(isWell ? 'The day ends well.\n' : 'The day does not end well.\n');
process.exitCode = isWell ? 0 : 1;
