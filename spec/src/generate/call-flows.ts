import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import type { Contract, Source } from './contract.ts';
import { dataModule } from './data-module.ts';

/** One webhook of a call, or one for each of those whom it is about. */
export interface FlowStep {
  readonly at: string;
  readonly by: string;
  readonly command: string;
}

/** The webhooks of a call of one type with one result. */
export interface CallFlow {
  readonly callType: string;
  readonly result: string;
  readonly steps: readonly FlowStep[];
}

/** What a call-flows.yaml holds. */
export interface CallFlows {
  readonly source: readonly Source[];
  readonly decision: readonly string[];
  readonly moments: readonly string[];
  readonly flows: readonly CallFlow[];
  /** Words that no flow sends, with the reason. */
  readonly outside: Readonly<Record<string, string>>;
}

export function readCallFlows(packageFolder: string, generation: string): CallFlows {
  return parse(readFileSync(join(packageFolder, generation, 'call-flows.yaml'), 'utf8')) as CallFlows;
}

/** The webhooks of each kind of call, in their order. */
export function callFlowsModule({ callFlows }: Contract, generation: string): string {
  const { moments, flows, outside, source, decision } = callFlows;
  return dataModule(`${generation}/call-flows.yaml`, {
    callFlows: { moments, flows, outside, source, decision },
  });
}
