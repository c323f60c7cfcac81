/**
 * Our sentence to a person: what could not be done, and the way out. Anything else that is thrown is a bug and shows
 * only a short id.
 */
export class UserError extends Error {
  /** Stable kebab-case id. */
  readonly code: string;
  /** What to do now: one sentence. */
  readonly hint: string;
  constructor(code: string, message: string, hint: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'UserError';
    this.code = code;
    this.hint = hint;
  }
}
