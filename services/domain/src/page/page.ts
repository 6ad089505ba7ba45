import type { DataOf, PageEvent, PageStep } from "@ballast/schema";

/** What a page knows from its request on. */
interface RequestedPage {
  readonly request: DataOf<"PageRequested">;
  readonly start: Pick<DataOf<"PageStarted">, "requestEventId" | "workflowId" | "runId"> | null;
  /** Keys that were handed to a channel: each once. */
  readonly sent: ReadonlySet<string>;
  /** Keys that a channel refused. */
  readonly refused: ReadonlySet<string>;
  /** When it was first handed to anybody. */
  readonly firstSentAt: string | null;
  readonly step: PageStep;
  readonly round: number;
  /** Who answered, in order; the first one ended the paging. */
  readonly acknowledgedBy: readonly string[];
}

/** A call for people: open until somebody answers or there is nothing left to answer. */
export type Page = { readonly status: "absent" } | ({ readonly status: "open" | "acknowledged" | "stopped" } & RequestedPage);

export type PageCommand =
  /** Asks for people. `rotationId` is asked who is on call when the page is sent; `personIds` are called besides. */
  | ({ readonly type: "RequestPage"; readonly now: string } & DataOf<"PageRequested">)
  /** A workflow takes the request on; a second run gets `StartedByAnotherRun`. */
  | ({ readonly type: "StartPage"; readonly now: string } & DataOf<"PageStarted">)
  /** It was handed to a channel at `now`. Recorded also when somebody answered meanwhile: it did go out. */
  | ({ readonly type: "SendPage"; readonly now: string } & Omit<DataOf<"PageSent">, "sentAt">)
  /** A channel did not take it, or a shift is empty (`personId` null): escalate. */
  | ({ readonly type: "RefuseDelivery"; readonly now: string } & DataOf<"PageDeliveryRefused">)
  | ({ readonly type: "Escalate"; readonly now: string } & DataOf<"PageEscalated">)
  | { readonly type: "Acknowledge"; readonly now: string; readonly pageId: string; readonly personId: string }
  | { readonly type: "Stop"; readonly now: string; readonly pageId: string; readonly reason: string };

export const absentPage: Page = { status: "absent" };

/** Folds one fact; facts on a page that was never requested change nothing. */
export function evolvePage(page: Page, event: PageEvent): Page {
  if (event.type === "PageRequested") return page.status === "absent" ? requested(event.data) : page;
  if (page.status === "absent") return page;
  switch (event.type) {
    case "PageStarted": {
      const { requestEventId, workflowId, runId } = event.data;
      return { ...page, start: { requestEventId, workflowId, runId } };
    }
    case "PageSent":
      return { ...page, sent: new Set([...page.sent, event.data.key]), firstSentAt: page.firstSentAt ?? event.data.sentAt };
    case "PageDeliveryRefused":
      return { ...page, refused: new Set([...page.refused, event.data.key]) };
    case "PageEscalated":
      return { ...page, step: event.data.to, round: event.data.round };
    case "PageAcknowledged":
      return { ...page, status: page.status === "open" ? "acknowledged" : page.status, acknowledgedBy: [...page.acknowledgedBy, event.data.personId] };
    case "PageStopped":
      return { ...page, status: "stopped" };
  }
}

const requested = (request: DataOf<"PageRequested">): Page => ({
  status: "open",
  request,
  start: null,
  sent: new Set(),
  refused: new Set(),
  firstSentAt: null,
  step: "person",
  round: 0,
  acknowledgedBy: [],
});

/**
 * Whether the page may go out under this key: nobody has answered yet and the key is new. To be asked before each
 * hand-over to a channel, on a freshly read page.
 */
export const maySend = (page: Page, key: string): boolean => page.status === "open" && !page.sent.has(key) && !page.refused.has(key);
