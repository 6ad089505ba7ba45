/** How `ballast` ends; documented in `ballast --help`. */
export const exitCodes = {
  ok: 0,
  /** Refused, or it failed on the way. */
  failed: 1,
  /** The command line itself was wrong. */
  usage: 2,
  /** No instance answers. */
  unreachable: 3,
  /** Not signed in, or not allowed. */
  notAllowed: 4,
  /** It was done and watched, and did not end well: a deploy that went back, a demonstration that did not happen. */
  endedBadly: 5,
  /** Ctrl C. */
  interrupted: 130,
} as const;

/** What a failure says: a code for machines, what happened, and what to do. */
export interface FailureFacts {
  readonly code: string;
  readonly message: string;
  readonly remedy?: string | undefined;
  readonly exitCode?: number | undefined;
}

const exitCodeOf = (code: string): number => (code === "NOT_SIGNED_IN" || code === "NOT_ALLOWED" ? exitCodes.notAllowed : exitCodes.failed);

/** A command that did not do what was asked for; said to the person, not a bug. */
export class CommandFailure extends Error {
  override readonly name = "CommandFailure";
  readonly code: string;
  readonly remedy: string | undefined;
  readonly exitCode: number;

  constructor({ code, message, remedy, exitCode }: FailureFacts) {
    super(message);
    this.code = code;
    this.remedy = remedy;
    this.exitCode = exitCode ?? exitCodeOf(code);
  }
}

/** The command line was understood, but one of its values cannot be. */
export const usageFailure = (message: string, remedy?: string): CommandFailure =>
  new CommandFailure({ code: "USAGE", message, remedy, exitCode: exitCodes.usage });
