import { remedyOf, type RejectionCode } from "@ballast/schema";

/** A command refused by a rule: what, where (`path` of the input) and how to fix it. Nothing has changed. */
export class Rejection extends Error {
  override readonly name = "Rejection";
  readonly code: RejectionCode;
  readonly path: readonly string[];
  readonly remedy: string;

  constructor(code: RejectionCode, message: string, path: readonly string[] = []) {
    super(message);
    this.code = code;
    this.path = path;
    this.remedy = remedyOf(code);
  }
}
