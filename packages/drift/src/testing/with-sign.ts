import type { Exchange } from '../exchanges/exchange.ts';

const takenOut = 'usersig=%5Bredacted%5D';
/** Letters as in a UserSig; it signs nothing. */
const madeUp = 'usersig=eJwrzE-KSSxKTVFISc1JLUlNUchMqSwoAQA7iwfB';

/** Other tools hold what was taken out of a record against the pattern of a UserSig: they get one that fits. */
export function withSign(exchange: Exchange): Exchange {
  return { ...exchange, url: exchange.url.replace(takenOut, madeUp) };
}
