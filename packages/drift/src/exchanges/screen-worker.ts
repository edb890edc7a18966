// A thread that screens batches: it is sent bytes, and says what they add up to and which elements are left.
import { parentPort } from 'node:worker_threads';
import { Screen } from '../judge/screen.ts';
import type { ScreenAnswer, ScreenRequest } from './screen-pool.ts';

const screen = new Screen();

parentPort?.on('message', ({ bytes, spans }: ScreenRequest) => {
  answer(screen.batch(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength), spans));
});
answer('ready');

function answer(message: ScreenAnswer): void {
  parentPort?.postMessage(message);
}
