/**
 * A change that is left to a person: the contract is not as the change expects it, or it would say more than is known.
 * The message is the reason, one sentence without its end.
 */
export class Undecidable extends Error {}
