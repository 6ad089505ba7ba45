import type { Received } from "../receiveAlerts.ts";

/** What became of a request; `why` says why nothing was recorded. */
export interface Taken {
  readonly outcome: "accepted" | "ignored";
  readonly why: string;
  readonly received: Received | null;
}
