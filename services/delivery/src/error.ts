const codes = [
  "INVALID_REQUEST",
  "NOT_FOUND",
  "RELEASE_UNKNOWN",
  "RELEASE_CRASHED",
  "RELEASE_NOT_HEALTHY",
  "RELEASE_CHANGED",
  "RELEASE_IN_USE",
  "OTHER_CANARY",
  "DEPLOY_CLOSED",
  "LANE_LOST",
  "OPERATION_ID_REUSED",
  "OPERATION_SUPERSEDED",
  "OPERATION_ABORTED",
  "TARGET_UNREACHABLE",
  "STATE_NOT_SAVED",
  "STOPPING",
  "INTERNAL",
] as const;

/** Why a target refused or failed. Closed: callers switch over it. */
export type DeliveryErrorCode = (typeof codes)[number];

/** The code of that name; one that this version does not know counts as INTERNAL. */
export function deliveryErrorCode(name: string): DeliveryErrorCode {
  return codes.find((code) => code === name) ?? "INTERNAL";
}

/** Codes where the same call, made again a little later, may well succeed. */
const transient: ReadonlySet<DeliveryErrorCode> = new Set([
  "RELEASE_NOT_HEALTHY",
  "TARGET_UNREACHABLE",
  "STATE_NOT_SAVED",
  "STOPPING",
  "INTERNAL",
]);

/** What went wrong at a deploy target: what happened (`message`) and what to do about it (`fix`). */
export class DeliveryError extends Error {
  readonly code: DeliveryErrorCode;
  readonly fix: string;
  /** The last lines that a release wrote before it did not start; empty for everything else. */
  output: readonly string[] = [];

  constructor(code: DeliveryErrorCode, message: string, fix: string) {
    super(message);
    this.name = "DeliveryError";
    this.code = code;
    this.fix = fix;
  }

  /** The same, with what the release wrote. */
  withOutput(output: readonly string[]): this {
    this.output = output;
    return this;
  }

  /** Whether trying again without changing anything makes sense. */
  get retryable(): boolean {
    return transient.has(this.code);
  }
}

/** Codes that say: this release cannot be started here, whoever asks. Another one may. */
const hopeless: ReadonlySet<DeliveryErrorCode> = new Set(["RELEASE_CRASHED", "RELEASE_NOT_HEALTHY", "RELEASE_UNKNOWN", "RELEASE_CHANGED"]);

/** Whether a target could not start a release, as opposed to not being able to do anything at all. */
export const doesNotStart = (error: unknown): error is DeliveryError => error instanceof DeliveryError && hopeless.has(error.code);

/** The text of anything thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
