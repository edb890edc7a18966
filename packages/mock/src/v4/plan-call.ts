import { Call, type CallStart } from '../calls/call-engine.ts';
import {
  type CallPlan,
  type CallPlanner,
  type PlanParts,
  readCall,
  type SimulateCallOptionsV4,
  sharedCallOptions,
} from '../calls/plan-call.ts';
import { MockOptionError, requireText, requireWord } from '../errors.ts';
import type { StoredRecord } from '../state/sample-records.ts';
import { liveCallFacts } from './operations.ts';
import { writeRecord } from './records.ts';

const { ended } = liveCallFacts.results;

/** Plays calls in the engine, so that their status can be watched. Their webhooks are to join the steps. */
export const calls: CallPlanner = {
  options: [...sharedCallOptions, 'mediaType', 'result'],

  plan(options: SimulateCallOptionsV4, { findApp, engine, words, now }: PlanParts): CallPlan {
    const { mediaType = 'Audio', result = ended, roomId = '' } = options;
    requireWord('mediaType', mediaType, words.mediaTypes);
    requireWord('result', result, words.callResults);
    const isAnswered = result === ended;
    // Over for so long that its record can be read.
    const planned = readCall(options, isAnswered, now, liveCallFacts.recordDelaySeconds);
    const { caller, joined } = planned;
    requireText('caller', caller);
    if (roomId !== '') requireText('roomId', roomId);
    if (!isAnswered && joined.length > 0)
      throw new MockOptionError('joined', 'must be empty for an unanswered call', 'leave it out');
    const callees = [...new Set(planned.callees)].filter((user) => user !== caller);
    if (callees.length === 0)
      throw new MockOptionError('callees', 'must name another user than the caller', 'add one');
    const start: CallStart = {
      facts: liveCallFacts,
      caller,
      callees,
      mediaType,
      roomId,
      roomIdType: undefined,
      // The plan says when it is over.
      timeoutMilliseconds: Infinity,
    };
    const acts: readonly { readonly at: number; readonly act: (call: Call, at: number) => void }[] = [
      ...(isAnswered ? callees : []).map((user) => ({
        at: planned.answer,
        act: (call: Call, at: number) => call.answer(user, at),
      })),
      ...joined.map((user) => ({ at: planned.answer, act: (call: Call, at: number) => call.join(user, at) })),
      {
        at: planned.end,
        act: (call: Call, at: number) => call.end(at, call.isAnswered ? ended : result),
      },
    ];
    const callId = engine.createCallId(options.callId);
    const rehearsal = new Call(findApp(), callId, start, planned.start * 1000);
    for (const { at, act } of acts) act(rehearsal, at * 1000);
    if (!rehearsal.record) throw new TypeError('a call that was played to its end has a record');
    return {
      record: writeRecord(rehearsal.record),
      steps: [
        {
          at: planned.start,
          event: (onEnd) => {
            const report = { onEnd: (record?: StoredRecord) => onEnd(record && writeRecord(record)) };
            engine.start(findApp(), callId, { ...start, ...report }, planned.start * 1000);
          },
        },
        ...acts.map(({ at, act }) => ({ at, event: () => engine.perform(callId, act, at * 1000) })),
      ],
      sendsWebhooks: false,
      waitsSeconds: [],
    };
  },
};
