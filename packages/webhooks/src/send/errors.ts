/** An option of sending that cannot be used, or is not known. */
export class SendOptionError extends TypeError {
  override readonly name = 'SendOptionError';
  readonly code = 'send-option';
  /** The option. */
  readonly field: string;
  /** What is wrong with it. */
  readonly problem: string;
  /** What to give instead. */
  readonly remedy: string;

  constructor(field: string, problem: string, remedy: string) {
    super(`${field}: ${problem}. ${remedy}`);
    this.field = field;
    this.problem = problem;
    this.remedy = remedy;
  }
}
