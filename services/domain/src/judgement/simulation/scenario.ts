/** What the customers of a simulated service do and meet with. Shares are 0 to 1, latency in ms. */
export type Scenario = {
  readonly name: string;
  readonly customers: number;
  /** Of all of them together, between two looks. */
  readonly requestsPerLook: number;
  /** Zipf's exponent of how unequal their traffic is; 0: all alike. */
  readonly zipf: number;
  /** How either release behaves. */
  readonly usual: Behaviour;
  /** What the new release adds to that; null: it is the same release. */
  readonly fault: Fault | null;
  /** Something that both releases and other services need fails for everyone, once in a deploy, for a share of requests. */
  readonly outage: { readonly looks: number; readonly share: number } | null;
};

/** What happens without any fault of the new release. */
export type Behaviour = {
  /** Requests that fail whoever asks. */
  readonly errors: number;
  /** Customers for whom every request fails, or takes ten times as long. */
  readonly alwaysFailing: number;
  /** An error is followed by four more: of the same customer, or of whoever comes next. */
  readonly bursts: "none" | "customer" | "service";
};

/** What is wrong with the new release. */
export type Fault = {
  readonly errors: number;
  /** Customers for whom it always fails. */
  readonly segment: number;
  /** Share of requests that take `slowerMs` more. */
  readonly slow: number;
  readonly slowerMs: number;
  /** From which look of each step on, counted from 1. */
  readonly fromLook: number;
};

const usual: Behaviour = { errors: 0.001, alwaysFailing: 0, bursts: "none" };
const none: Fault = { errors: 0, segment: 0, slow: 0, slowerMs: 0, fromLook: 1 };
const small = { customers: 500, requestsPerLook: 250, zipf: 0, usual, fault: null, outage: null } satisfies Omit<Scenario, "name">;
const large = { ...small, customers: 5_000, requestsPerLook: 1_500 };

/** The same release on both sides, in ways that fooled the judge before: whatever it fails here is a false alarm. */
export const equals: readonly Scenario[] = [
  ...[0.001, 0.01, 0.05].map((errors) => ({ ...small, name: `independent errors, ${errors * 100} %`, usual: { ...usual, errors } })),
  ...[0.01, 0.05].map((alwaysFailing) => ({
    ...small, name: `${alwaysFailing * 100} % of 500 customers always fail`, usual: { ...usual, alwaysFailing },
  })),
  ...[0.01, 0.05].map((alwaysFailing) => ({
    ...large, name: `${alwaysFailing * 100} % of 5,000 customers always fail`, usual: { ...usual, alwaysFailing },
  })),
  { ...small, name: "Zipf-heavy customers, 1 % errors", zipf: 1.1, usual: { ...usual, errors: 0.01 } },
  { ...small, name: "Zipf-heavy customers, 2 % of them always fail", zipf: 1.1, usual: { ...usual, alwaysFailing: 0.02 } },
  { ...small, name: "bursts of five errors of one customer, 1 %", usual: { ...usual, errors: 0.01, bursts: "customer" } },
  { ...small, name: "bursts of five errors of whoever comes, 1 %", usual: { ...usual, errors: 0.01, bursts: "service" } },
  { ...small, name: "a dependency fails for everyone, 30 % for five looks", outage: { looks: 5, share: 0.3 } },
  { ...small, name: "a dependency fails for everyone, 90 % for twenty looks", outage: { looks: 20, share: 0.9 } },
];

/** A new release that is worse: what is found, and when. */
export const worse: readonly Scenario[] = [
  { ...large, name: "errors 1 → 2 %", usual: { ...usual, errors: 0.01 }, fault: { ...none, errors: 0.01 } },
  { ...large, name: "errors 0.1 → 0.2 %", fault: { ...none, errors: 0.001 } },
  { ...large, name: "2 % of the customers broken", fault: { ...none, segment: 0.02 } },
  { ...small, name: "10 % of 500 customers broken", fault: { ...none, segment: 0.1 } },
  { ...large, name: "5 % errors from the last tenth of each bake on", fault: { ...none, errors: 0.05, fromLook: 28 } },
  { ...large, name: "everything 60 ms slower", fault: { ...none, slow: 1, slowerMs: 60 } },
  { ...large, name: "a tenth of the requests 400 ms slower", fault: { ...none, slow: 0.1, slowerMs: 400 } },
];
