import type { MistakeId } from '@trtc-call/spec/v1';

/** A mistake that was found in a request, and where. */
export interface Refusal {
  readonly mistake: MistakeId;
  /** Name of the parameter or field, when the mistake is about one. */
  readonly field?: string;
}
