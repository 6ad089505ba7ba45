import type { PersonMention } from "./incidentDocuments.ts";

/** One message to somebody through one channel. */
export interface PageMessage {
  at: string;
  person: PersonMention | null;
  channel: string | null;
  step: string;
  round: number;
  outcome: "trying" | "handedOver" | "failed" | "unknown";
  refused: string | null;
  triesAgain: boolean;
}

/** A page as lists show it. */
export interface PageLine {
  id: string;
  purpose: string;
  reason: string;
  state: "open" | "acknowledged" | "stopped";
  requestedAt: string;
  acknowledgedAt: string | null;
  acknowledgeMs: number | null;
  acknowledgedBy: PersonMention | null;
  /** Set while it is open and everybody was called in vain. */
  unanswered: { at: string; rounds: number; againAt: string | null } | null;
  sends: readonly PageMessage[];
}
export const pageLineFields = "id purpose reason state requestedAt acknowledgedAt acknowledgeMs acknowledgedBy { id name } unanswered { at rounds againAt } sends { at channel step round outcome refused triesAgain person { id name } }";
