import type { PublicImpact } from "@ballast/schema";
import type { Login } from "../cast.ts";

/** From and to, whole, both included. */
export type Span = readonly [number, number];

/** Something to do: soon, or over a quarter. */
interface FamilyAction {
  readonly title: string;
  readonly owner: Login;
  readonly long?: true;
}

/** How incidents of one kind go, from the alert to what was learned. */
export interface Family {
  readonly key: string;
  readonly service: string;
  /** One of them is its title; {version} is the release that brought it. */
  readonly titles: readonly string[];
  readonly summary: string;
  readonly severity: 1 | 2 | 3 | 4;
  readonly impact: PublicImpact;
  /** The alert that wakes somebody; null: a customer calls. */
  readonly alert: string | null;
  /** Minutes from the impact to the declaration, from there to its end, and share of customers in parts per 100,000. */
  readonly detect: Span;
  readonly mend: Span;
  readonly share: Span;
  /** Days between two of them; null: each comes of a bad release. */
  readonly every: Span | null;
  /** The oldest may be so many days old, and the newest has to be as old at least. */
  readonly days: readonly [from: number, until: number];
  /** From so many days ago on, after its mitigation was delivered, it is over in so many minutes. */
  readonly after?: { readonly daysAgo: number; readonly mend: Span };
  readonly looking: string;
  readonly found: readonly string[];
  readonly mending: string;
  readonly mended: string;
  readonly told: readonly [first: string, last: string];
  readonly learned: string;
  /** What came of the first of them, of the second, and so on; nothing more where everything was said. */
  readonly actions: readonly FamilyAction[];
}

/** What goes wrong at the sample company, and how often. A kind whose cause was taken away stops on the day it was. */
export const families: readonly Family[] = [
  {
    key: "provider", service: "checkout", severity: 2, impact: "major",
    titles: ["Card provider does not answer", "Card payments time out", "Half of the card payments are refused"],
    summary: "The card provider answers late or not at all; orders stay in the basket.", alert: "CardPaymentsFailing",
    detect: [3, 7], mend: [18, 34], share: [34_000, 62_000], every: [46, 74], days: [352, 13], after: { daysAgo: 118, mend: [4, 8] },
    looking: "payments fail at the provider, not here", found: [
      "Their status page says nothing yet.", "Connections time out in both of their regions.",
    ],
    mending: "taking payments to the other provider", mended: "payments go through the other provider",
    told: ["Some card payments fail. Other ways to pay work.", "Card payments work again."],
    learned: "The provider's own change. Going over to the other provider is what shortens it.",
    actions: [
      { title: "Alert on refusals by provider, not in sum", owner: "jo" },
      { title: "Agree on notice of changes with the card provider", owner: "mira", long: true },
      { title: "Say in the basket that another way to pay works", owner: "ana" },
      { title: "Keep the other provider warm with one payment in a hundred", owner: "jo", long: true },
      { title: "Call the provider's duty number from the runbook", owner: "ana" },
    ],
  },
  {
    key: "release", service: "", severity: 3, impact: "minor",
    titles: ["Errors after {version}", "{version} breaks some requests", "Requests fail since {version}"],
    summary: "Requests fail since the release; the version before it was fine.", alert: "ErrorsAboveOnePercent",
    detect: [5, 13], mend: [0, 0], share: [2_000, 11_000], every: null, days: [364, 0],
    looking: "began with the release", found: ["Every failing request goes through what the release changed."],
    mending: "taking the change back in a release of its own", mended: "errors are back to normal since the release before it serves again",
    told: ["Some requests fail. We are taking back the last change.", "This is resolved."],
    learned: "The tests had no case for it; production was the first to see it. Going back took longer than finding it.",
    actions: [
      { title: "Add the missing case to the tests of payments", owner: "sam" },
      { title: "Test releases of search with the queries of yesterday", owner: "kim", long: true },
      { title: "Run the tests of billing against a copy of its data", owner: "jo", long: true },
      { title: "Alert on errors by release", owner: "ana" },
      { title: "Say who looks after a release until it is an hour old", owner: "mira" },
      { title: "Shorten the pipeline to ten minutes", owner: "sam", long: true },
      { title: "Check requests without an address in staging", owner: "ana" },
      { title: "Let the gateway send a share to staging", owner: "kim", long: true },
    ],
  },
  {
    key: "certificate", service: "identity", severity: 2, impact: "critical", titles: ["Sessions are refused: a certificate ran out"],
    summary: "The certificate between identity and its store ran out; nobody can sign in.", alert: "SignInsFailing",
    detect: [4, 8], mend: [16, 26], share: [100_000, 100_000], every: [400, 400], days: [205, 44],
    looking: "every node refuses since the same second", found: ["The certificate of the session store ran out."],
    mending: "issuing a new certificate", mended: "sign-ins succeed",
    told: ["Nobody can sign in at the moment. We know why.", "Signing in works again."],
    learned: "Nothing watched this certificate. A list of all of them was begun and not finished.",
    actions: [
      { title: "Renew the certificates that end this quarter", owner: "kim" },
      { title: "Rehearse the renewal with everybody on call", owner: "sam" },
    ],
  },
  {
    key: "cache", service: "search", severity: 3, impact: "minor", titles: [
      "Search answers slowly", "Suggestions take seconds", "Search is slow after a restart",
    ],
    summary: "p95 of search is above a second.", alert: "SearchSlow",
    detect: [5, 12], mend: [15, 32], share: [1_600, 4_200], every: [34, 56], days: [340, 45],
    looking: "slow since the nodes were restarted", found: ["The ranking cache is cold; every query computes it."],
    mending: "warming the cache node by node", mended: "p95 is below 200 ms",
    told: ["Search is slow at the moment.", "Search is as fast as usual."],
    learned: "The cache is empty after each restart, and filling it takes half an hour.",
    actions: [
      { title: "Write down how the cache is warmed by hand", owner: "sam" },
      { title: "Restart one node at a time", owner: "kim" },
      { title: "Measure how cold the cache is", owner: "sam", long: true },
    ],
  },
  {
    key: "mail", service: "mail", severity: 4, impact: "minor", titles: ["Order mails are late", "The queue of outgoing mail grows"],
    summary: "Order confirmations leave an hour late.", alert: "MailQueueLong",
    detect: [25, 45], mend: [30, 60], share: [500, 1_500], every: [55, 85], days: [330, 46],
    looking: "one of three senders is stuck", found: ["The sender waits for a connection that is gone."],
    mending: "restarting the sender", mended: "the queue is empty",
    told: ["Order confirmations come late.", "All mails are out."],
    learned: "A connection without a time-out.",
    actions: [],
  },
  {
    key: "peak", service: "gateway", severity: 2, impact: "major", titles: [
      "Gateway refuses requests at the peak", "429 for customers who did nothing wrong",
    ],
    summary: "One customer's script takes what is meant for all.", alert: "GatewayRefusing",
    detect: [3, 6], mend: [24, 44], share: [7_000, 16_000], every: [70, 100], days: [320, 50],
    looking: "one address asks as often as all others", found: [
      "A script of one customer asks 900 times a second.", "The limit counts all customers together.",
    ],
    mending: "limiting that customer by hand", mended: "nobody else is refused any more",
    told: ["Some requests are refused. We are limiting what causes it.", "Requests are served as usual."],
    learned: "The limit is for all customers together, so one of them can take it all.",
    actions: [
      { title: "Limit the known scripts by address", owner: "kim" },
      { title: "Tell customers how often they may ask", owner: "mira", long: true },
      { title: "Show on one page who asks how often", owner: "kim", long: true },
    ],
  },
  {
    key: "database", service: "billing", severity: 1, impact: "critical", titles: [
      "No invoice can be written: the database fails over", "Billing stands still during a fail-over",
    ],
    summary: "The primary is gone; the driver holds on to it.", alert: "BillingDatabaseGone",
    detect: [2, 3], mend: [9, 14], share: [100_000, 100_000], every: [130, 165], days: [290, 60],
    looking: "the primary is gone, its successor is there", found: [
      "The driver keeps its connections to the old primary.", "Restarted nodes find the new one at once.",
    ],
    mending: "restarting billing node by node", mended: "invoices are written",
    told: ["Invoices and refunds cannot be written. Orders can.", "Invoices and refunds work again."],
    learned: "The fail-over took 40 seconds; our driver took the other ten minutes.",
    actions: [
      { title: "Restart billing by itself when the primary moves", owner: "jo" },
      { title: "Keep refunds while the database is away and write them later", owner: "jo", long: true },
    ],
  },
  {
    key: "address", service: "checkout", severity: 4, impact: "minor", titles: ["Address look-ups time out", "Addresses are not suggested"],
    summary: "Whoever types an address sees no suggestion.", alert: "AddressLookupsSlow",
    detect: [8, 14], mend: [20, 40], share: [2_000, 5_000], every: [60, 95], days: [345, 9],
    looking: "the address service answers after seconds", found: ["They confirm a problem in one of their regions."],
    mending: "leaving suggestions out", mended: "addresses can be typed without a suggestion",
    told: ["Addresses are not suggested; they can be typed.", "Addresses are suggested again."],
    learned: "Orders go through without suggestions; this is not worth more of our time.",
    actions: [],
  },
  {
    key: "session", service: "checkout", severity: 3, impact: "major", titles: [
      "Baskets are lost at sign-in", "Signing in empties the basket",
    ],
    summary: "Whoever signs in while paying finds an empty basket.", alert: "BasketsLost",
    detect: [7, 12], mend: [22, 36], share: [18_000, 27_000], every: [62, 84], days: [267, 11],
    looking: "began with the hour", found: ["Two nodes disagree about the hour; baskets of one are too old for the other."],
    mending: "taking the node out whose clock is wrong", mended: "baskets stay",
    told: ["Some baskets are lost at sign-in.", "Baskets stay."],
    learned: "Clocks were checked at the start of a node and never again.",
    actions: [
      { title: "Alert on clocks that differ by a second", owner: "kim" },
      { title: "Let a basket outlive the clock of one node", owner: "ana", long: true },
      { title: "Move the two last nodes to the common image", owner: "sam", long: true },
      { title: "Offer lost baskets again for a day", owner: "ana" },
    ],
  },
  {
    key: "index", service: "search", severity: 3, impact: "major", titles: [
      "Search finds nothing in one language", "A third of the products cannot be found",
    ],
    summary: "The nightly index is not whole.", alert: "IndexSmall",
    detect: [12, 25], mend: [24, 45], share: [9_000, 15_000], every: [58, 88], days: [330, 9],
    looking: "the index of the night has two thirds of its size", found: ["The job ended early without an error."],
    mending: "going back to the index of yesterday", mended: "everything is found again",
    told: ["Some products cannot be found.", "All products can be found."],
    learned: "Nothing compares the new index with the one before it takes its place.",
    actions: [
      { title: "Refuse an index that is a tenth smaller than the last", owner: "kim" },
      { title: "Let the index job say how far it came", owner: "sam" },
      { title: "Build the index by language", owner: "kim", long: true },
      { title: "Search every language once after the index is built", owner: "sam" },
    ],
  },
  {
    key: "odd", service: "billing", severity: 3, impact: "minor",
    titles: ["Prices are shown in two currencies", "A bank file is sent twice", "Refunds show the wrong day"],
    summary: "Nobody had thought of this one.", alert: null,
    detect: [50, 110], mend: [35, 75], share: [400, 1_600], every: [95, 120], days: [310, 20],
    looking: "a customer called", found: ["A job ran twice since its node was restarted in the middle of it."],
    mending: "stopping the job and taking back what it did twice", mended: "what was wrong is taken back",
    told: ["Some accounts show wrong figures. No money is lost.", "The figures are right again."],
    learned: "The job had no memory of what it had done.",
    actions: [
      { title: "Tell the customers who were affected", owner: "mira" },
      { title: "Make the nightly jobs repeatable", owner: "jo", long: true },
      { title: "Let nobody but the job start the job", owner: "jo" },
    ],
  },
];
