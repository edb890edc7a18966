import { warn } from '../hooks/guard-hook.ts';
import { furthestCorrection, leastTolerance } from './service-clock.ts';

/** Compares the machine's clock with the `Date` of the service's answers. */
export interface ClockWatch {
  /**
   * By how many milliseconds the service's clock is ahead of the machine's; 0 where that does not matter, is not known, or
   * is more than can be believed.
   */
  difference(): number;
  /** Learns from an answer; `readTime` gives its `Date` in milliseconds, or NaN. Called at most once a second. */
  observe(readTime: () => number): void;
}

const observeEveryMilliseconds = 1000;

/**
 * @param now the machine's clock, in milliseconds since 1970.
 * @param monotonic a clock that is never set, in milliseconds.
 */
export function createClockWatch(now: () => number, monotonic = () => performance.now()): ClockWatch {
  let observedAt = Number.NEGATIVE_INFINITY;
  let service: { readonly time: number; readonly at: number } | undefined;
  let isReported = false;
  return {
    difference() {
      if (!service) return 0;
      const ahead = service.time + monotonic() - service.at - now();
      return Math.abs(ahead) > leastTolerance ? ahead : 0;
    },
    observe(readTime) {
      const at = monotonic();
      if (at - observedAt < observeEveryMilliseconds) return;
      observedAt = at;
      const time = readTime();
      const ahead = time - now();
      if (Number.isNaN(ahead)) return;
      service = Math.abs(ahead) <= furthestCorrection ? { time, at } : undefined;
      if (isReported || Math.abs(ahead) <= leastTolerance) return;
      isReported = true;
      warn(describeDifference(ahead), 'TRTC_CALL_CLOCK_DIFFERS');
    },
  };
}

function describeDifference(ahead: number): string {
  const side = ahead > 0 ? 'behind' : 'ahead of';
  const heeded =
    Math.abs(ahead) <= furthestCorrection
      ? ' Until then the times that records.list chooses follow the service.'
      : '';
  return `trtc-call: the clock of this machine is ${describeDuration(Math.abs(ahead))} ${side} that of the service, by the Date of its answers. Set the clock that is wrong.${heeded}`;
}

function describeDuration(milliseconds: number): string {
  const units = [
    ['days', 86_400_000],
    ['hours', 3_600_000],
    ['minutes', 60_000],
  ] as const;
  const [name, size] = units.find(([, length]) => milliseconds >= 2 * length) ?? (['seconds', 1000] as const);
  return `${Math.round(milliseconds / size)} ${name}`;
}
