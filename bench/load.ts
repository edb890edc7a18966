import autocannon from 'autocannon';

/** One request that is sent again and again. */
export interface Shot {
  url: string;
  body: string;
}

/**
 * Requests per second that a server carries at 16 connections for the given number of seconds.
 *
 * @throws Error when any answer is not a 200 or a connection fails: a fast refusal is not a fast answer.
 */
export async function requestsPerSecond(shot: Shot, seconds: number): Promise<number> {
  const result = await autocannon({
    url: shot.url,
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: shot.body,
    connections: 16,
    duration: seconds,
  });
  const bad = result.non2xx + result.errors + result.timeouts;
  if (bad > 0)
    throw new Error(`${bad} of ${result.requests.total} requests failed at ${new URL(shot.url).origin}`);
  return result.requests.total / result.duration;
}
