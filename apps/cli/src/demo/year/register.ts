import type { RiskInputs, RiskStatement } from "@ballast/schema";
import type { Login } from "../cast.ts";

/** A risk of the sample company. Minutes, parts per 100,000, days. */
export interface YearRisk {
  readonly key: string;
  readonly title: string;
  readonly statement: RiskStatement;
  readonly category: string;
  readonly services: readonly string[];
  readonly owner: Login;
  /** Registered so many days ago. */
  readonly daysAgo: number;
  readonly inputs: RiskInputs;
  /** What it was thought to be at first, where that was something else. */
  readonly first?: Partial<RiskInputs>;
  readonly grid: readonly [likelihood: number, impact: number];
  /** Titles of incidents of the last weeks in which it came true. */
  readonly cameTrue?: readonly string[];
}

type Figures = readonly [detectMinutes: number, resolveMinutes: number, impactPer100k: number, days: number];
const inputs = ([detectMinutes, resolveMinutes, impactPer100k, days]: Figures): RiskInputs =>
  ({ detectMinutes, resolveMinutes, impactPer100k, betweenMilliDays: days * 1_000 });

/** The register, in the order in which it was written. */
export const register: readonly YearRisk[] = [
  {
    key: "provider", title: "Card provider is away", category: "vendor", services: ["checkout"], owner: "ana", daysAgo: 341,
    statement: {
      if: "the card provider does not answer for a minute", then: "nobody pays by card", until: "payments go through another one",
    },
    inputs: inputs([5, 26, 48_000, 60]), first: { resolveMinutes: 45, betweenMilliDays: 120_000 }, grid: [4, 4],
    cameTrue: ["Checkout refuses some cards"],
  },
  {
    key: "release", title: "A release breaks requests", category: "change", services: [
      "checkout", "search", "billing",
    ], owner: "ana", daysAgo: 340,
    statement: { if: "a release has a fault that no test finds", then: "some requests fail", until: "the release before it serves again" },
    inputs: inputs([10, 38, 6_500, 30]), first: { impactPer100k: 20_000 }, grid: [5, 2], cameTrue: ["Invoices show the wrong tax"],
  },
  {
    key: "database", title: "Billing stands still while its database fails over",
    category: "data", services: ["billing"], owner: "jo", daysAgo: 336,
    statement: { if: "the primary is lost", then: "no invoice and no refund can be written", until: "the driver has found its successor" },
    inputs: inputs([3, 12, 100_000, 150]), first: { betweenMilliDays: 365_000 }, grid: [3, 4],
  },
  {
    key: "region", title: "The region is away", category: "infrastructure", services: [
      "checkout", "search", "billing", "identity", "mail", "gateway",
    ],
    owner: "kim", daysAgo: 335,
    statement: { if: "the provider loses the region", then: "nothing works", until: "another region serves" },
    inputs: inputs([5, 480, 100_000, 640]), first: { betweenMilliDays: 1_460_000 }, grid: [2, 5],
  },
  {
    key: "backup", title: "A backup cannot be restored", category: "data", services: ["billing", "identity"], owner: "kim", daysAgo: 334,
    statement: { if: "data is lost and the backup is not whole", then: "orders of a day are gone", until: "they are put together by hand" },
    inputs: inputs([15, 480, 60_000, 3_650]), grid: [1, 5],
  },
  {
    key: "cache", title: "Search is slow after a restart", category: "capacity", services: ["search"], owner: "kim", daysAgo: 312,
    statement: { if: "search nodes restart", then: "queries take seconds", until: "their cache is warm" },
    inputs: inputs([8, 24, 3_000, 45]), grid: [4, 1], cameTrue: ["Search answers slowly"],
  },
  {
    key: "mail", title: "Order mails are late", category: "capacity", services: ["mail"], owner: "sam", daysAgo: 300,
    statement: { if: "a sender is stuck", then: "confirmations leave an hour late", until: "it is restarted" },
    inputs: inputs([35, 45, 1_000, 70]), grid: [3, 1], cameTrue: ["Order mails are late"],
  },
  {
    key: "peak", title: "One customer takes what is meant for all", category: "capacity", services: ["gateway"], owner: "kim", daysAgo: 286,
    statement: { if: "a customer's script asks hundreds of times a second", then: "others are refused", until: "it is limited" },
    inputs: inputs([4, 34, 11_500, 80]), first: { impactPer100k: 30_000 }, grid: [3, 3], cameTrue: ["Gateway drops connections in eu-west"],
  },
  {
    key: "address", title: "Address look-ups time out", category: "vendor", services: ["checkout"], owner: "ana", daysAgo: 260,
    statement: { if: "the address service is slow", then: "nobody is offered addresses", until: "suggestions are left out" },
    inputs: inputs([11, 30, 3_500, 75]), grid: [3, 1],
  },
  {
    key: "certificate", title: "A certificate runs out unseen", category: "operations",
    services: ["identity", "gateway"], owner: "kim", daysAgo: 201,
    statement: { if: "a certificate ends that nothing watches", then: "everybody is refused", until: "a new one is on all nodes" },
    inputs: inputs([5, 20, 100_000, 180]), grid: [3, 4], cameTrue: ["Sign-in fails for everybody"],
  },
  {
    key: "library", title: "The logging library is out of support", category: "technology",
    services: ["billing", "mail"], owner: "jo", daysAgo: 172,
    statement: { if: "a hole in it is found", then: "two services have to be taken off the net", until: "it is replaced" },
    inputs: inputs([30, 180, 30_000, 1_100]), grid: [2, 3],
  },
  {
    key: "taxes", title: "One person knows the tax rules", category: "people", services: ["billing"], owner: "jo", daysAgo: 96,
    statement: { if: "a rule changes while they are away", then: "invoices are wrong", until: "they are back" },
    inputs: inputs([60, 600, 4_000, 730]), grid: [2, 2],
  },
];

/** What is done about risks, with every day that was promised; days count back from today, below zero ahead of it. */
export interface YearMitigation {
  readonly key: string;
  readonly title: string;
  readonly owner: Login;
  readonly effects: Readonly<Record<string, Partial<RiskInputs>>>;
  readonly needs?: readonly string[];
  readonly planned: number;
  readonly due: number;
  readonly slips?: readonly { readonly on: number; readonly to: number; readonly reason: string; readonly becauseOf?: string }[];
  readonly begun?: number;
  readonly delivered?: number;
}

/** Mitigations, in the order in which they were planned. */
export const mitigations: readonly YearMitigation[] = [
  {
    key: "second provider", title: "A second card provider, chosen by hand", owner: "ana", effects: { provider: { resolveMinutes: 20 } },
    planned: 330, due: 240, begun: 322, delivered: 236,
    slips: [{ on: 246, to: 234, reason: "their contract took longer" }],
  },
  {
    key: "switch", title: "Go over to the other card provider by itself", owner: "jo", needs: ["second provider"],
    effects: { provider: { resolveMinutes: 5 } }, planned: 232, due: 150, begun: 205, delivered: 118,
    slips: [
      { on: 155, to: 132, reason: "refunds have to go back the way they came" },
      { on: 134, to: 118, reason: "nobody may change the checkout in the week of the sale" },
    ],
  },
  {
    key: "driver", title: "Upgrade the database driver of billing", owner: "jo", effects: { database: { resolveMinutes: 6 } },
    planned: 280, due: 120, begun: 140,
    slips: [
      { on: 125, to: 60, reason: "the tax release came first" },
      { on: 62, to: 4, reason: "the new driver leaks connections under load; its makers know" },
    ],
  },
  {
    key: "failover", title: "Fail over in under a minute", owner: "jo", needs: ["driver"], effects: { database: { resolveMinutes: 1 } },
    planned: 276, due: 90,
    slips: [
      { on: 124, to: 30, reason: "it needs the driver", becauseOf: "driver" },
      { on: 61, to: -38, reason: "it needs the driver", becauseOf: "driver" },
    ],
  },
  {
    key: "standby", title: "A second region that stands by", owner: "kim", effects: { region: { resolveMinutes: 45 } },
    planned: 300, due: 10, begun: 110,
    slips: [{ on: 40, to: -120, reason: "copies of the identity store lag by minutes" }],
  },
  {
    key: "restore", title: "Restore a backup every month, by itself", owner: "kim",
    effects: { backup: { resolveMinutes: 120, betweenMilliDays: 7_300_000 } }, planned: 160, due: -24, begun: 48,
  },
  {
    key: "warm", title: "Warm the ranking cache before taking traffic", owner: "kim", effects: { cache: { betweenMilliDays: 400_000 } },
    planned: 130, due: 40, begun: 70, delivered: 27, slips: [{ on: 44, to: 28, reason: "the loader has to know which node it is on" }],
  },
  {
    key: "watch", title: "List every certificate and watch its end", owner: "kim", effects: {
      certificate: { betweenMilliDays: 1_500_000 },
    },
    planned: 199, due: 140, begun: 180, delivered: 14,
    slips: [
      { on: 145, to: 80, reason: "two providers hand out certificates and no list of them" },
      { on: 84, to: 16, reason: "the gateway's were found to be a third kind" },
    ],
  },
  {
    key: "limits", title: "Count limits by customer", owner: "kim", effects: {
      peak: { impactPer100k: 2_500 },
    }, planned: 150, due: 45, begun: 80,
    slips: [{ on: 50, to: -17, reason: "counting by customer costs the gateway a fifth of its speed" }],
  },
  {
    key: "steps", title: "Deploy in steps and go back without a hand", owner: "ana",
    effects: { release: { resolveMinutes: 2, impactPer100k: 1_500 } }, planned: 120, due: 30, begun: 60, delivered: 9,
    slips: [{ on: 33, to: 9, reason: "the checkout moves first, the others follow" }],
  },
  {
    key: "two people", title: "Two people know the tax rules", owner: "jo", effects: { taxes: { betweenMilliDays: 2_920_000 } },
    planned: 90, due: -52, begun: 36,
  },
];
