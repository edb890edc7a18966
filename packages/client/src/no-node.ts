import { ArgumentError } from './errors.ts';
import type * as node from './node.ts';

// In place of node.ts, by the conditions of `imports` in package.json: a bundle for elsewhere has nothing of Node.

export const createNodePool: typeof node.createNodePool | undefined = undefined;

export const readVariable: typeof node.readVariable = () => undefined;

export const regionVariables: string = '';

export const readEnvironment: typeof node.readEnvironment = (caller) => {
  throw new ArgumentError(caller, 'sdkAppId', 'is missing', 'pass it, and secretKey or userSig');
};
