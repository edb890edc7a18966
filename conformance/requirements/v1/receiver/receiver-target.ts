/** The receiver that is to be checked, and what is known of it. */
export interface ReceiverTarget {
  readonly url: URL;
  /** The app whose webhooks it takes. */
  readonly sdkAppId: number;
  /** Tells how many webhooks of a call it has handled, or undefined. */
  readonly effects: URL | undefined;
  /** Its handler fails for the first webhook of each call by this user, or undefined. */
  readonly failingUser: string | undefined;
  /** Milliseconds in which it has to answer. */
  readonly answerWithin: number;
  /** Milliseconds in which it has to end a request whose body does not come. */
  readonly endWithin: number;
}
