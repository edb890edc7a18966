import { requireWaits } from '@trtc-call/webhooks/send';
import type { CallOutlet } from '../calls/call-engine.ts';
import { Call, type CallStart } from '../calls/live-call.ts';
import {
  type CallPlan,
  type CallPlanner,
  type PlanParts,
  readCall,
  type SimulateCallOptionsV4,
  type Stage,
  sharedCallOptions,
} from '../calls/plan-call.ts';
import { MockOptionError, requireText, requireWord, toMockError } from '../errors.ts';
import { liveCallFacts, writeRecord } from './forms.ts';

const { ended } = liveCallFacts.results;
/** One attempt (V4-38). */
const usualWaits = [0];

/** Plays calls in the engine, so that their status can be watched. */
export const calls: CallPlanner = {
  options: [...sharedCallOptions, 'mediaType', 'result'],

  plan(
    options: SimulateCallOptionsV4,
    { findApp, engine, words, now, store, ...parts }: PlanParts,
  ): CallPlan {
    const { mediaType = 'Audio', result = ended, roomId = '' } = options;
    const { waitsSeconds = parts.waitsSeconds ?? usualWaits } = options;
    toMockError(() => requireWaits('waitsSeconds', waitsSeconds));
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
      { at: planned.end, act: (call: Call, at: number) => call.finish(at, result) },
    ];
    const callId = engine.createCallId(findApp(), options.callId);
    const rehearsal = new Call(findApp(), callId, start, planned.start * 1000);
    for (const { at, act } of acts) act(rehearsal, at * 1000);
    if (!rehearsal.record) throw new TypeError('a call that was played to its end has a record');
    const begin = ({ send, onEnd }: Stage) => {
      const outlet: CallOutlet = {
        store: ({ records }, record, readableAt) => store(records.write(record), readableAt),
        onEvent(call, event) {
          const { command, write } = liveCallFacts.describe(call, event, 'client');
          send(command, write);
          if (event.kind === 'end') onEnd(writeRecord(event.record));
        },
        onDrop: () => onEnd(undefined),
      };
      engine.start(findApp(), callId, start, planned.start * 1000, outlet);
    };
    return {
      record: writeRecord(rehearsal.record),
      steps: [
        { at: planned.start, act: begin },
        ...acts.map(({ at, act }) => ({ at, act: () => engine.perform(callId, act, at * 1000) })),
      ],
      commands: rehearsal
        .takeEvents()
        .map((event) => liveCallFacts.describe(rehearsal, event, 'client').command),
      waitsSeconds,
    };
  },
};
