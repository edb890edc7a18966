// For tests and measurements in this repository; nothing of it is published.
export { conformingExchanges } from './conforming/conforming-exchanges.ts';
export { findingsOf } from './findings-of.ts';
export { allMutants } from './mutants/all-mutants.ts';
export { doubtsAbout } from './mutants/doubts.ts';
export { type Mutant, nameOf } from './mutants/mutant.ts';
export { type Trial, tryMutant } from './mutants/try-mutants.ts';
export { harEntry, writeHar, writeNdjson } from './write-traffic.ts';
