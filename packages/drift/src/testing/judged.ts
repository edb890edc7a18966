import type { DriftSource } from '../check-drift.ts';
import { readContracts } from '../contract/contract.ts';
import type { Finding } from '../findings/finding.ts';
import { Judge } from '../judge/judge.ts';
import type { Exchange } from '../traffic/exchange.ts';
import { sampleAnswer, sampleExchange } from './sample-exchange.ts';

/** Read once: many judges are made. */
const contracts = readContracts();

export function findDriftIn(exchanges: Iterable<Exchange>): Finding[] {
  return judgeAll(exchanges).findings();
}

export function findDrift(...exchanges: Exchange[]): Finding[] {
  return findDriftIn(exchanges);
}

export function judged(...exchanges: Exchange[]): Judge {
  return judgeAll(exchanges);
}

function judgeAll(exchanges: Iterable<Exchange>): Judge {
  const judge = new Judge({}, contracts);
  judge.begin('test');
  for (const exchange of exchanges) judge.exchange(exchange);
  judge.end(undefined);
  return judge;
}

export function createSource(...exchanges: Exchange[]): DriftSource {
  return {
    name: 'probe',
    sensor: 'probes',
    async read(sink) {
      for (const exchange of exchanges) sink.exchange(exchange);
      return { format: 'har', read: exchanges.length, skipped: [], damage: undefined };
    },
  };
}

export function record(changes: Record<string, unknown>): Exchange {
  const answer = sampleAnswer('getRecordByCallId');
  const data = { ...Object(answer.data), ...changes };
  return sampleExchange('getRecordByCallId', { answer: { ...answer, data } });
}
