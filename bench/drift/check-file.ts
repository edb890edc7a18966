// One check in a process of its own: its time and its memory are those of the check alone.
import { checkFile } from '@trtc-call/drift/testing/check-file';

const [path = ''] = process.argv.slice(2);
const started = performance.now();
const { read, findings } = await checkFile(path);
const milliseconds = performance.now() - started;
const { maxRSS } = process.resourceUsage();
console.log(JSON.stringify({ read, findings, milliseconds, kilobytes: maxRSS }));
