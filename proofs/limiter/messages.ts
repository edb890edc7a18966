import type { OperationId } from '@trtc-call/spec/v1';

/** What a sending process is told when it starts. It begins to send at the first message that it gets. */
export interface SenderSettings {
  readonly redisPort: number;
  readonly redisPackage: 'redis' | 'ioredis';
  /** Where the calls go. */
  readonly region: string;
  readonly operationId: OperationId;
  /** Calls under way at the same time. */
  readonly concurrency: number;
  /** `fixed-window` is what the library does by itself. */
  readonly limiter: 'shared' | 'fixed-window';
}

/** What a sending process tells. */
export type SenderMessage =
  | { readonly kind: 'ready' | 'fallback' | 'recovery' }
  | { readonly kind: 'failed'; readonly error: string };
