import { isObject } from '@trtc-call/reporting/values';

/** The value when it is an object, else an empty one. */
export function toRecord(value: unknown): Record<string, unknown> {
  return isObject(value) ? { ...value } : {};
}

/** The objects of a list; none when it is not a list. */
export function toRecords(value: unknown): Record<string, unknown>[] {
  return Array.isArray(value) ? value.map(toRecord) : [];
}
