import type { ReleaseNumbers } from "@ballast/delivery";

/** What so many customers met with, of whom so many saw nothing but errors. */
export const numbers = (customers: number, errors: number): ReleaseNumbers => ({
  requests: customers * 10,
  errors,
  errorRate: errors / (customers * 10),
  p50Ms: 10,
  p95Ms: 20,
  customers,
  failingCustomerCount: errors,
  failingCustomers: [],
  examples: [],
  perSecond: [],
  slow: [],
  byCustomer: [
    { key: 1, count: customers - errors, requests: (customers - errors) * 10, marked: 0 },
    ...(errors === 0 ? [] : [{ key: 2, count: errors, requests: errors * 10, marked: errors * 10 }]),
  ],
});
