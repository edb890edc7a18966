import { commandWords } from '@trtc-call/spec/v1';

/** What `webhooks trigger` can send: each word, all of them, or those of one call. */
export const triggers = ['all', 'call', ...commandWords.status, ...commandWords.event] as const;

/** One of them. */
export type Trigger = (typeof triggers)[number];
