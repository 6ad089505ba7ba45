import type { DataOf, IncidentState, PublicImpact } from "@ballast/schema";
import type { Login } from "./cast.ts";

/** One line of an incident's story: so many minutes after it was declared, somebody did something. */
export type Beat = readonly [minute: number, who: Login, what: BeatKind];
type Link = Pick<DataOf<"LinkAdded">, "type" | "kind" | "recordId" | "note">;
export type BeatKind =
  | { readonly note: string; readonly pinned?: boolean }
  | { readonly update: string; readonly status: string; readonly public?: boolean }
  | { readonly role: "commander" | "communications" | "scribe" | "responder" }
  | { readonly state: IncidentState; readonly reason: string }
  | { readonly severity: number; readonly reason: string }
  | { readonly mitigated: string }
  | { readonly link: Link };

/** How an incident went, whenever that was. */
export interface IncidentStory {
  readonly title: string;
  readonly summary: string;
  readonly service: string;
  readonly severity: number;
  readonly impact: PublicImpact;
  /** Minutes from the impact's start to the declaration. */
  readonly detectedAfter: number;
  /** Seconds until somebody answered the page. */
  readonly acknowledgedAfter: number;
  readonly onCall: Login;
  /** Whose turn it was there; absent where somebody was called by name. */
  readonly rotation?: string;
  readonly share: number;
  readonly beats: readonly Beat[];
  readonly review: string | null;
  /** Why it has no review. */
  readonly unreviewed?: string;
  /** The alert that came first. */
  readonly alert?: { readonly name: string; readonly summary: string; readonly clearsAfter: number };
}

/** An incident of the past. */
export interface PastIncident extends IncidentStory {
  readonly daysAgo: number;
  /** Declared, UTC. */
  readonly time: string;
}

/** Seven incidents of six weeks. The rest of what happened is in the reviews. */
export const pastIncidents: readonly PastIncident[] = [
  {
    title: "Checkout refuses some cards",
    summary: "Cards of two banks are refused with a time-out.",
    service: "checkout",
    severity: 2,
    impact: "major",
    daysAgo: 38,
    time: "14:03:10",
    detectedAfter: 6,
    acknowledgedAfter: 48,
    onCall: "ana",
    share: 6_100,
    review: "The time-out was shorter than the bank's own. Limits now come with the contract of each bank.",
    beats: [
      [1, "ana", { role: "commander" }],
      [2, "ana", { state: "investigating", reason: "looking at the card provider" }],
      [3, "mira", { role: "communications" }],
      [5, "mira", { update: "Some card payments fail. We are looking into it.", status: "Investigating", public: true }],
      [7, "jo", { note: "Only two banks, both answer after 2.1 s; our limit is 2 s." }],
      [9, "ana", { state: "fixing", reason: "raising the limit to 5 s" }],
      [14, "jo", { note: "Limit raised on all nodes.", pinned: true }],
      [15, "ana", { mitigated: "refusals back to normal" }],
      [16, "ana", { state: "monitoring", reason: "refusals are back to normal" }],
      [18, "mira", { update: "Payments work again. We keep watching.", status: "Monitoring", public: true }],
      [41, "ana", { state: "resolved", reason: "quiet for 25 minutes" }],
      [42, "mira", { update: "This is resolved.", status: "Resolved", public: true }],
    ],
  },
  {
    title: "Search answers slowly",
    summary: "p95 of search went from 180 ms to 1.9 s after a release.",
    service: "search",
    severity: 3,
    impact: "minor",
    daysAgo: 31,
    time: "09:40:00",
    detectedAfter: 9,
    acknowledgedAfter: 95,
    onCall: "kim",
    share: 2_400,
    review: "The ranking cache was cold after the release. Releases warm it now before they take traffic.",
    beats: [
      [2, "kim", { role: "commander" }],
      [3, "kim", { state: "investigating", reason: "began with the release of this morning" }],
      [8, "sam", { note: "The ranking cache is empty after the restart; every query computes it." }],
      [11, "kim", { state: "fixing", reason: "going back to the release before" }],
      [19, "kim", { mitigated: "p95 below 200 ms again" }],
      [20, "kim", { state: "monitoring", reason: "p95 below 200 ms" }],
      [55, "kim", { state: "resolved", reason: "stable" }],
    ],
  },
  {
    title: "Sign-in fails for everybody",
    summary: "Identity answers 500 since its certificate expired.",
    service: "identity",
    severity: 1,
    impact: "critical",
    daysAgo: 26,
    time: "05:12:30",
    detectedAfter: 2,
    acknowledgedAfter: 31,
    onCall: "jo",
    share: 100_000,
    review: "A certificate outside the automation expired. All certificates are listed and watched now.",
    beats: [
      [1, "jo", { role: "commander" }],
      [2, "mira", { role: "communications" }],
      [2, "kim", { role: "responder" }],
      [3, "jo", { state: "investigating", reason: "all nodes, since 05:10:00 to the second" }],
      [4, "mira", { update: "Nobody can sign in at the moment. We know why and are on it.", status: "Investigating", public: true }],
      [5, "kim", { note: "Certificate of the session store expired at 05:10:00.", pinned: true }],
      [6, "jo", { state: "fixing", reason: "issuing a new certificate" }],
      [17, "kim", { note: "New certificate on all nodes." }],
      [18, "jo", { mitigated: "sign-ins succeed" }],
      [19, "jo", { state: "monitoring", reason: "sign-ins succeed" }],
      [20, "mira", { update: "Signing in works again.", status: "Monitoring", public: true }],
      [48, "jo", { state: "resolved", reason: "normal rate of sign-ins" }],
      [49, "mira", { update: "Resolved. We will publish what we learned.", status: "Resolved", public: true }],
    ],
  },
  {
    title: "Order mails are late",
    summary: "The queue of outgoing mail grows.",
    service: "mail",
    severity: 4,
    impact: "minor",
    daysAgo: 19,
    time: "16:20:00",
    detectedAfter: 35,
    acknowledgedAfter: 600,
    onCall: "sam",
    share: 900,
    review: null,
    beats: [
      [12, "sam", { state: "investigating", reason: "one of three senders is stuck" }],
      [15, "sam", { note: "Restarted the sender; the queue shrinks." }],
      [40, "sam", { mitigated: "the queue is empty" }],
      [41, "sam", { state: "resolved", reason: "queue empty" }],
    ],
  },
  {
    title: "Invoices show the wrong tax",
    summary: "Since the release of 11:00, tax is rounded per order instead of per line.",
    service: "billing",
    severity: 3,
    impact: "minor",
    daysAgo: 12,
    time: "13:05:00",
    detectedAfter: 118,
    acknowledgedAfter: 140,
    onCall: "jo",
    share: 1_300,
    review: "No test covered rounding across lines. 212 invoices were corrected and sent again.",
    beats: [
      [3, "jo", { role: "commander" }],
      [4, "jo", { state: "investigating", reason: "a customer asked" }],
      [9, "ana", { note: "Rounding moved with a refactoring; reverted.", pinned: true }],
      [10, "jo", { state: "fixing", reason: "revert is being deployed" }],
      [26, "jo", { mitigated: "new invoices are right" }],
      [27, "jo", { state: "monitoring", reason: "new invoices are right" }],
      [95, "jo", { state: "resolved", reason: "212 invoices corrected" }],
    ],
  },
  {
    title: "Gateway drops connections in eu-west",
    summary: "One of four gateways resets connections under load.",
    service: "gateway",
    severity: 2,
    impact: "minor",
    daysAgo: 6,
    time: "19:48:20",
    detectedAfter: 3,
    acknowledgedAfter: 62,
    onCall: "kim",
    share: 3_000,
    review: "The node had half the memory of its siblings. Sizes are compared at every start now.",
    beats: [
      [1, "kim", { role: "commander" }],
      [2, "kim", { state: "investigating", reason: "one node only" }],
      [4, "ana", { note: "gw-3 has 4 GB, the others 8." }],
      [5, "kim", { severity: 3, reason: "three of four nodes are fine" }],
      [6, "kim", { state: "fixing", reason: "taking gw-3 out" }],
      [8, "kim", { mitigated: "no resets since gw-3 is out" }],
      [9, "kim", { state: "monitoring", reason: "no resets" }],
      [60, "kim", { state: "resolved", reason: "gw-3 replaced" }],
    ],
  },
];
