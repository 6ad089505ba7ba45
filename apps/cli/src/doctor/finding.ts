/** What one check of an installation found. */
export interface Finding {
  /** What was looked at, e.g. "Node". */
  readonly name: string;
  /** `fail` keeps Ballast from working, `warn` keeps some of it. */
  readonly status: "ok" | "warn" | "fail";
  readonly detail: string;
  /** What to do about it; absent when nothing is to be done. */
  readonly fix?: string;
}

/** A finding without anything to do. */
export const ok = (name: string, detail: string): Finding => ({ name, status: "ok", detail });
