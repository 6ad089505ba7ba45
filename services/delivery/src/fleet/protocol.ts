import { artifact, customer, line, percent, slug } from "@ballast/schema";
import { z } from "zod";

/** What the daemon's control API accepts, one schema an operation. Unknown fields are refused: a typing error must not pass for "all". */
const operation = {
  operationId: z.string().min(1).max(300), deployId: z.string().min(1).max(300).optional(), fence: z.int().min(0).optional(),
};
const release = z.strictObject({ version: line, artifact: artifact.optional(), instances: z.int().min(1).max(8).optional() });
const timeoutMs = z.int().min(1).max(600_000).optional();
const weight = { release: line, percent, customers: z.array(customer).max(10_000).optional() };

export const laneName = z.object({ service: slug, environment: slug });

export const prepareRequest = z.strictObject({ ...operation, release, timeoutMs });
export type PrepareRequest = z.infer<typeof prepareRequest>;

export const weightRequest = z.strictObject({ ...operation, ...weight });
export type WeightRequest = z.infer<typeof weightRequest>;

export const verifyRequest = z.strictObject(weight);
export type VerifyRequest = z.infer<typeof verifyRequest>;

export const promoteRequest = z.strictObject({ ...operation, release: line });
export type PromoteRequest = z.infer<typeof promoteRequest>;

export const restoreRequest = z.strictObject({ ...operation, release: release.optional(), timeoutMs });
export type RestoreRequest = z.infer<typeof restoreRequest>;

export const retireRequest = z.strictObject({ ...operation, release: line.optional() });
export type RetireRequest = z.infer<typeof retireRequest>;

/** The daemon's own demonstration traffic; 0 requests a second ends it. */
export const trafficRequest = z.strictObject({
  requestsPerSecond: z.number().min(0).max(1_000),
  customers: z.int().min(1).max(100_000).default(600),
});
export type TrafficRequest = z.infer<typeof trafficRequest>;

const time = z.coerce.number().int().min(0);
const limits = z.string().max(100).transform((text) => text.split(",").map(Number)).pipe(z.array(z.number().min(0)).max(4)).optional();
export const windowRequest = z
  .object({ from: time, to: time, slow: limits })
  .refine((w) => w.to > w.from, { message: "`to` must be later than `from`" });

/**
 * Customers in groups, each counted for itself: what one flag gives to some and not to others. Requests to the other
 * services are added to a customer's own to the lane's.
 */
export const divideRequest = z
  .strictObject({
    from: time, to: time, services: z.array(slug).max(20).default([]), slow: z.array(z.number().min(0)).max(4).optional(),
    groups: z.array(z.array(customer).max(200_000)).min(1).max(20),
  })
  .refine((w) => w.to > w.from, { message: "`to` must be later than `from`" });

/** What the daemon answers; the client checks it, because a target may be of another version. */
export const outcome = z.object({ operationId: z.string(), appliedAt: z.string(), changed: z.boolean(), stable: z.string().nullable() });
export const verifyAnswer = z.object({ verified: z.boolean(), reason: z.string() });
export const errorAnswer = z.object({ code: z.string(), message: z.string(), fix: z.string(), output: z.array(z.string()).optional() });
