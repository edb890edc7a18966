import type { ScreenedBatch, ScreenedStart } from '../judge/screen.ts';
import type { Exchange, ExchangeSink } from './exchange.ts';

/** A sink that other threads can help: they count what conforms, and leave to it what does not. */
export interface ScreenedSink extends ExchangeSink {
  /** What the conforming exchanges of a batch add up to. */
  counted(counts: ScreenedBatch['counts']): void;
  /** A probe among them; all come in the order of the file, the other exchanges between them. */
  started(start: ScreenedStart): void;
  /** An exchange that a screen has left to this sink. */
  screened(exchange: Exchange): void;
}

/** Whether a sink lets itself be helped. */
export function isScreenedSink(sink: ExchangeSink): sink is ScreenedSink {
  return 'screened' in sink && 'counted' in sink && 'started' in sink;
}
