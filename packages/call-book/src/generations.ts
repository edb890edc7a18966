import type { AnyEvent } from '@trtc-call/webhooks';
import { type Evidence, limitUsers } from './evidence.ts';
import type { RecordSource } from './reconcile/record-source.ts';
import { readEventV1 } from './v1/read-event.ts';
import { type ReconcileClientV1, readRecordsV1 } from './v1/record-source.ts';
import { readEventV4 } from './v4/read-event.ts';
import { type ReconcileClientV4, readRecordsV4 } from './v4/record-source.ts';

/** What reconciling needs of a client. */
export type ReconcileClient = ReconcileClientV1 | ReconcileClientV4;

/** What a webhook says of its call; undefined where it names none, or its command is not known. */
export function readEvent(event: AnyEvent): Evidence | undefined {
  if (event.family === 'unknown') return undefined;
  const evidence = event.generation === 'v1' ? readEventV1(event) : readEventV4(event);
  return evidence && limitUsers(evidence);
}

/** The records that a client reads. */
export function openRecords(client: ReconcileClient): RecordSource {
  return client.generation === 'v1' ? readRecordsV1(client) : readRecordsV4(client);
}
