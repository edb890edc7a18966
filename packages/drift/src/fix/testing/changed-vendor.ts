import { isObject } from '../../contract/json-type.ts';
import type { Exchange } from '../../exchanges/exchange.ts';
import type { Finding } from '../../findings/finding.ts';
import { findingsOf } from '../../testing/findings-of.ts';
import { sampleAnswer, sampleExchange, sampleRefusal } from '../../testing/sample-exchange.ts';

/** What a vendor answers that has more fields, words and codes than the contract, and leaves one field out. */
function changedExchanges(): Exchange[] {
  const one = sampleAnswer('getRecordByCallId');
  const page = sampleAnswer('getRecordsByFilter');
  const { data } = page;
  const records = isObject(data) && Array.isArray(data.callRecordList) ? data.callRecordList : [];
  return [
    sampleExchange('getRecordByCallId', { answer: { ...one, data: changedRecord(one.data) } }),
    sampleExchange('getRecordsByFilter', {
      // Without words, which the changed records would not match.
      body: { startTimestamp: 1_688_000_000 },
      answer: { ...page, data: { ...Object(data), callRecordList: records.map(changedRecord) } },
    }),
  ];
}

function changedRecord(record: unknown): unknown {
  const { callType, ...rest } = Object(record);
  const quality = { loss: 0.5, regions: [{ name: 'a' }], later: null };
  return { ...rest, recordUrl: null, yes: true, quality, callResult: 'offline', mediaType: 'hologram' };
}

/** What a check finds in these answers. */
export function changedFindings(): Finding[] {
  // So many that a field that stays away is told as one that is never seen, unless the contract knows of it.
  return findingsOf(Array.from({ length: 20 }, changedExchanges).flat());
}

/** What a check finds in refusals by a code that is new, and by one that is new for the operation. */
export function refusalFindings(): Finding[] {
  return findingsOf([
    sampleExchange('getCallback', { answer: sampleRefusal(70010) }),
    sampleExchange('getRecordByCallId', { answer: sampleRefusal(999) }),
  ]);
}
