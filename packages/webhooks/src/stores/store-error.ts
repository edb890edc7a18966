/** A store that cannot do what it is asked; the message names the store and the remedy, and no address. */
export class StoreError extends Error {
  override readonly name = 'StoreError';
  /** `store-option`: it cannot be made so. `store-unavailable`: it cannot be reached. `effect-not-possible`: see the message. */
  readonly code: 'store-option' | 'store-unavailable' | 'effect-not-possible';

  constructor(code: StoreError['code'], message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
