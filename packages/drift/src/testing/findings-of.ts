import type { Exchange } from '../exchanges/exchange.ts';
import type { Finding } from '../findings/finding.ts';
import { Judge } from '../judge/judge.ts';

/** What is found in these exchanges, and in no others. */
export function findingsOf(exchanges: Iterable<Exchange>): Finding[] {
  const judge = new Judge();
  judge.begin('exchanges');
  for (const exchange of exchanges) judge.exchange(exchange);
  judge.end(undefined);
  return judge.findings();
}
