import type { createNodePool as create } from './node-pool.ts';

/** In place of the pool of Node, by the conditions of `imports` in package.json: a bundle for elsewhere carries none. */
export const createNodePool: typeof create | undefined = undefined;
