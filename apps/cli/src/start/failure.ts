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

/** An unknown thrown value as text, with the cause that `fetch` hides behind "fetch failed". */
export function reasonOf(thrown: unknown): string {
  if (!(thrown instanceof Error)) return String(thrown);
  return thrown.cause instanceof Error ? `${thrown.message} (${thrown.cause.message})` : thrown.message;
}
