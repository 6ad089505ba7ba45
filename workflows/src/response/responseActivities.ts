import type { ResponseFacts } from "@ballast/domain/response";
import type { Actor, PagePolicy, PageStep } from "@ballast/schema";

/** Which incident, and who asked. */
export interface IncidentRef {
  readonly incidentId: string;
  readonly requestEventId: string;
  readonly correlationId: string;
  readonly actor: Actor;
}

/** Which page. */
export interface PageRef {
  readonly pageId: string;
  readonly incidentId: string;
  readonly requestEventId: string;
  readonly correlationId: string;
  readonly actor: Actor;
}

/** A page that was asked for. */
export interface RequestedPage {
  readonly pageId: string;
  readonly requestEventId: string;
  readonly rotationId: string | null;
  readonly personIds: readonly string[];
}

/** What sending one step of a page led to. `over`: the incident ended or somebody answered meanwhile. */
export type SendOutcome = "delivered" | "nobodyReached" | "over";

/** The activities of `respondToIncident` and `pageResponders`. Each is idempotent by incident and occasion. */
export interface ResponseActivities {
  startResponse(input: { incident: IncidentRef; workflowId: string; runId: string }): Promise<"started" | "taken">;
  /** What the log says of the incident now. */
  lookAtIncident(input: { incident: IncidentRef }): Promise<ResponseFacts>;
  requestPage(input: { incident: IncidentRef; purpose: "responders" | "commander"; reason: string; occasion: number; policy: PagePolicy }): Promise<RequestedPage>;
  remindOfUpdate(input: { incident: IncidentRef; dueAt: number }): Promise<void>;
  markReview(input: { incident: IncidentRef; dueAt: number }): Promise<void>;
  /** Holds the running deploys of the incident's services. */
  holdDeploys(input: { incident: IncidentRef }): Promise<void>;
  liftHolds(input: { incident: IncidentRef }): Promise<void>;
  /** Ends all open pages of an incident that ended. */
  stopPages(input: { incident: IncidentRef; reason: string }): Promise<void>;
  startPage(input: { page: PageRef; workflowId: string; runId: string }): Promise<"started" | "taken">;
  /** Asks who is on call now, looks at the incident again, sends through every channel of each. Never twice for a key. */
  sendPage(input: { page: PageRef; step: PageStep; round: number }): Promise<SendOutcome>;
  escalatePage(input: { page: PageRef; to: PageStep; round: number; reason: string }): Promise<void>;
  stopPage(input: { page: PageRef; reason: string }): Promise<void>;
}
