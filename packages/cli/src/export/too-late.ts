import { limits } from '@trtc-call/spec/v1';
import { CommandError } from '../command-error.ts';
import { localTime } from '../output/local-time.ts';
import type { ExportState } from './export-state.ts';

const secondsPer: Readonly<Record<typeof limits.dataWindow.unit, number>> = { days: 86_400 };

/**
 * Records are kept for some days only. What left the service since an export was interrupted cannot be had any more,
 * and is not to be missing without a word.
 *
 * @param now the clock, in milliseconds
 * @throws CommandError when the export cannot become whole
 */
export function refuseIfTooLate({ whole, completedUpTo, filter }: ExportState, now: number): void {
  const { value, unit } = limits.dataWindow;
  const oldestKept = Math.floor(now / 1000) - value * secondsPer[unit];
  // A first run that asks for more than is kept gets what there is; so does one that stopped before any record.
  if (whole || completedUpTo === filter.startTimestamp || completedUpTo >= oldestKept) return;
  throw new CommandError(
    `interrupted too long ago: calls after ${localTime(completedUpTo)} may have left the service (${value} ${unit}); keep the .part file if you need it, and begin again with --restart`,
  );
}
