import { parentPort } from 'node:worker_threads';
import type { PageRequest } from './page-facts.ts';
import { answerPage } from './read-page.ts';

// Reads pages in a thread of its own, so that one that takes too long can be given up: see page-reader.ts.
parentPort?.on('message', (request: PageRequest) => parentPort?.postMessage(answerPage(request)));
