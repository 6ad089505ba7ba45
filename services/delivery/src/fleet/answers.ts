import { affectedCustomer, exampleRequest } from "@ballast/schema";
import { z } from "zod";
import type { MetricWindow, Neighbour, ReleaseNumbers } from "../metrics.ts";
import type { LaneObservation } from "../target.ts";

const weight = z.object({ release: z.string(), percent: z.number(), customers: z.array(z.string()), since: z.string() });

/** What the daemon sees of a lane. */
export const laneObservation: z.ZodType<LaneObservation> = z.object({
  lane: z.string(),
  service: z.string(),
  environment: z.string(),
  routerPort: z.int().nullable(),
  stable: z.object({ release: z.string(), since: z.string() }).optional(),
  canary: weight.optional(),
  processes: z.array(
    z.object({
      release: z.string(),
      pid: z.int().nullable(),
      state: z.enum(["starting", "healthy", "crashed", "draining", "stopped"]),
      restarts: z.int(),
      lastExit: z.string().nullable(),
    }),
  ),
  measuredPercent: z.number().optional(),
  traffic: z.object({ requestsPerSecond: z.number(), customers: z.int() }).optional(),
});

const count = z.int().min(0);
const cell = z.object({ key: count, count, requests: count, marked: count });
const second = z.object({ at: z.string(), requests: z.int(), errors: z.int(), p95Ms: z.number(), slow: z.array(count).optional() });

const releaseNumbers = z.object({
  requests: z.int(),
  errors: z.int(),
  errorRate: z.number(),
  p50Ms: z.number(),
  p95Ms: z.number(),
  customers: z.int(),
  failingCustomerCount: z.int(),
  failingCustomers: z.array(affectedCustomer),
  examples: z.array(exampleRequest),
  perSecond: z.array(second),
  // a fleet of before, which a deploy in flight may still run on, does not tell customers apart: no verdict comes of that
  byCustomer: z.array(cell).default([]),
  slow: z.array(z.object({ overMs: z.number(), byCustomer: z.array(cell) })).default([]),
});

/** A lane's numbers over a window. */
export const metricWindow: z.ZodType<MetricWindow> = z.object({
  lane: z.string(), from: z.string(), to: z.string(), since: z.string(), releases: z.record(z.string(), releaseNumbers),
});

/** Each group's numbers. */
export const divided: z.ZodType<readonly (ReleaseNumbers | null)[]> = z.array(releaseNumbers.nullable());
export const customers: z.ZodType<readonly string[]> = z.array(z.string());

/** The other lanes' numbers. */
export const neighbours: z.ZodType<readonly Neighbour[]> = z.array(z.object({ service: z.string(), numbers: releaseNumbers }));
