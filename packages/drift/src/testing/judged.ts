import type { Finding } from '../findings/finding.ts';
import { Judge } from '../judge/judge.ts';
import type { Exchange } from '../traffic/exchange.ts';
import { sampleAnswer, sampleExchange } from './sample-exchange.ts';

/** What is found in these exchanges, and in no others. */
export function findDriftIn(exchanges: Iterable<Exchange>): Finding[] {
  const judge = new Judge();
  judge.begin('exchanges');
  for (const exchange of exchanges) judge.exchange(exchange);
  judge.end(undefined);
  return judge.findings();
}

/** What is found in exchanges of one input. */
export function findDrift(...exchanges: Exchange[]): Finding[] {
  return judged(...exchanges).findings();
}

/** A judge that has seen them. */
export function judged(...exchanges: Exchange[]): Judge {
  const judge = new Judge();
  judge.begin('test');
  for (const exchange of exchanges) judge.exchange(exchange);
  judge.end(undefined);
  return judge;
}

/** A record that is read, with some of its fields changed. */
export function record(changes: Record<string, unknown>): Exchange {
  const answer = sampleAnswer('getRecordByCallId');
  const data = { ...Object(answer.data), ...changes };
  return sampleExchange('getRecordByCallId', { answer: { ...answer, data } });
}
