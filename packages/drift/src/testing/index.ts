// For tests and measurements in this repository; nothing of it is published.
export { conformingExchanges } from './conforming/conforming-exchanges.ts';
export { everyOperation, specs } from './conforming/document.ts';
export { copyWorkspace } from './copy-workspace.ts';
export { findDriftIn } from './judged.ts';
export { allMutants } from './mutants/all-mutants.ts';
export { describeMutant, type Mutant } from './mutants/mutant.ts';
export { doubtsAbout, type Trial, tryMutant } from './mutants/try-mutants.ts';
export { createPageModels } from './pages/page-model.ts';
export { createPageCases, type PageTrial, tryPageCase } from './pages/try-pages.ts';
export { withSign, writeHar, writeRepeatedHar } from './write-traffic.ts';
