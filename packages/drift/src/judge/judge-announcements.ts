import type { OperationContract } from '../contract/contract.ts';
import type { Exchange } from '../exchanges/exchange.ts';
import type { Evidence } from '../findings/evidence.ts';
import { announcedEnd } from '../rules/announced-end.ts';
import { evidenceOf } from './judge-answer.ts';

/** Tells what the headers of an answer say of the end of its operation. */
export function judgeAnnouncements(
  { deprecation, sunset }: Exchange,
  operation: OperationContract,
  tell: (evidence: Evidence) => void,
): void {
  const say = (name: string, after: string) =>
    tell(
      evidenceOf(operation)(announcedEnd.id, `/headers/${name}`, '', after, announcedEnd.pointsAt(operation)),
    );
  // Structured fields have `?0` for false; drafts had `true` and dates in words.
  const isDeprecated = deprecation !== undefined && !/^\s*(?:\?0|false|)\s*$/i.test(deprecation);
  if (isDeprecated) say('deprecation', dayIn(deprecation));
  if (sunset !== undefined && sunset.trim() !== '') say('sunset', dayIn(sunset));
}

/** The day that is named, so that another time of the same day is the same finding. */
function dayIn(value: string): string {
  const [, seconds] = /^\s*@(-?\d{1,11})\b/.exec(value) ?? [];
  const moment = seconds === undefined ? Date.parse(value) : Number(seconds) * 1000;
  return Number.isNaN(moment) ? 'no date' : new Date(moment).toISOString().slice(0, 10);
}
