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

  constructor(code: DeliveryErrorCode, message: string, fix: string) {
    super(message);
    this.name = "DeliveryError";
    this.code = code;
    this.fix = fix;
  }

  /** Whether trying again without changing anything makes sense. */
  get retryable(): boolean {
    return transient.has(this.code);
  }
}

/** The text of anything thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
