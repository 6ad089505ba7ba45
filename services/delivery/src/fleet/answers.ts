import { affectedCustomer, exampleRequest } from "@ballast/schema";
import { z } from "zod";
import type { MetricWindow } from "../metrics.ts";
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

const second = z.object({ at: z.string(), requests: z.int(), errors: z.int(), p95Ms: z.number() });

/** A lane's numbers over a window. */
export const metricWindow: z.ZodType<MetricWindow> = z.object({
  lane: z.string(),
  from: z.string(),
  to: z.string(),
  since: z.string(),
  releases: z.record(
    z.string(),
    z.object({
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
    }),
  ),
});
