import type { PageRequest } from './page-facts.ts';
import { answerPage } from './read-page.ts';

// Reads pages in a process of its own, so that one that takes too much can be given up: see page-reader.ts. That one
// ends it; a signal to both, as by Ctrl+C, is for the other.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => {});
process.on('message', (request: PageRequest) => process.send?.(answerPage(request)));
