/**
 * What all suites share. Node loads the sources itself, as it does outside of tests: what it has compiled is kept for the
 * next suite and for the processes that tests start. `vi.mock` does not work this way.
 */
export const shared = { experimental: { viteModuleRunner: false, nodeLoader: false } };
