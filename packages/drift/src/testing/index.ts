// For tests and measurements in this repository; nothing of it is published.
export { conformingExchanges } from './conforming/conforming-exchanges.ts';
export { findingsOf } from './findings-of.ts';
export { allMutants } from './mutants/all-mutants.ts';
export { doubtsAbout } from './mutants/doubts.ts';
export { type Mutant, nameOf } from './mutants/mutant.ts';
export { type Trial, tryMutant } from './mutants/try-mutants.ts';
export { writeRepeatedHar } from './repeated-traffic.ts';
export { withSign } from './with-sign.ts';
export { writeHar } from './write-traffic.ts';
