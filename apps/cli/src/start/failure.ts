/** Why Ballast cannot start or go on: what failed, why, and what to do about it, in the user's words. */
export class StartFailure extends Error {
  /** The part or step that failed, e.g. "API". */
  readonly what: string;
  /** One or more lines on how to fix it. */
  readonly fix: string;

  constructor(what: string, why: string, fix: string) {
    super(why);
    this.name = "StartFailure";
    this.what = what;
    this.fix = fix;
  }
}

/** An unknown thrown value as text. */
export const reasonOf = (thrown: unknown): string => (thrown instanceof Error ? thrown.message : String(thrown));
