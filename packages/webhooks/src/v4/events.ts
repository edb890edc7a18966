import { webhooks } from '@trtc-call/spec/v4';
import type { MemberValue, Received } from '../contract.ts';

type Families = typeof webhooks;

/** The three kinds of webhooks of generation v4. */
export type WebhookFamilyV4 = keyof Families;

/** One of the three command words (68934). */
export type WebhookCommandV4 = Families[WebhookFamilyV4]['commands'][number];

/** The command words of generation v4. */
export const webhookCommandsV4: readonly WebhookCommandV4[] = Object.freeze(
  Object.values(webhooks).flatMap(({ commands }) => [...commands]),
);

/** The family of a command word; undefined where the word is not known. */
export function findFamily(command: string): WebhookFamilyV4 | undefined {
  return families.get(command);
}

const families = new Map<string, WebhookFamilyV4>([
  ...webhooks.start.commands.map((word) => [word, 'start'] as const),
  ...webhooks.end.commands.map((word) => [word, 'end'] as const),
  ...webhooks.member.commands.map((word) => [word, 'member'] as const),
]);

type Member<Family extends WebhookFamilyV4, Name extends keyof Families[Family]['members']> = MemberValue<
  Families[Family]['members'][Name]
>;

interface ReceivedV4 extends Received {
  readonly generation: 'v4';
  /** When it happened, in Unix milliseconds. */
  readonly EventTime?: Member<'start', 'EventTime'>;
}

/** A user of a call. */
export type WebhookUser = Member<'start', 'UserList'>[number];

/** A user whose part in a call has changed; `ActionType` is one word for all its spellings. */
export type ChangedUser = Member<'member', 'ChangedUserList'>[number];

/** A call was placed. @see https://trtc.io/document/68941 */
export interface StartEventV4 extends ReceivedV4 {
  readonly family: 'start';
  readonly command: Families['start']['commands'][number];
  /** `MediaType` under whichever of its two names it came. */
  readonly CallInfo?: Omit<Member<'start', 'CallInfo'>, 'CallMediaType'>;
  readonly UserList?: Member<'start', 'UserList'>;
}

/** A call is over. @see https://trtc.io/document/68940 */
export interface EndEventV4 extends ReceivedV4 {
  readonly family: 'end';
  readonly command: Families['end']['commands'][number];
  /** Its times are Unix seconds. */
  readonly CallRecord?: Member<'end', 'CallRecord'>;
}

/** A user has answered, refused, joined, left or was invited. @see https://trtc.io/document/69215 */
export interface MemberEventV4 extends ReceivedV4 {
  readonly family: 'member';
  readonly command: Families['member']['commands'][number];
  readonly CallId?: Member<'member', 'CallId'>;
  readonly UserList?: Member<'member', 'UserList'>;
  readonly ChangedUserList?: Member<'member', 'ChangedUserList'>;
}

/** One of the documented webhooks of generation v4, by its `command`; no page promises that a member is there (V4-U-38). */
export type WebhookEventV4 = StartEventV4 | EndEventV4 | MemberEventV4;
