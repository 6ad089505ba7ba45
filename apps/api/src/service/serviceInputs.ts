import { analysis, customer, defaultLatency, deployPlan, milliseconds, per100k, percent, supportHours, target } from "@ballast/schema";
import { z } from "zod";
import { TargetKind } from "../graphql/enums.ts";
import { field, flagField, intField, listOf, objectField, optional, otherwise, wordField } from "../commands/inputFields.ts";

const wholeTarget = z
  .object({ kind: z.enum(TargetKind), trafficPerSecond: z.int().nullable(), customers: z.int().nullable() })
  .transform(({ kind, ...given }) => Object.fromEntries(Object.entries({ kind, ...given }).filter(([, value]) => value !== null)))
  .pipe(target);

/** Where deploys of an environment go. */
export const targetField = objectField(
  "TargetInput",
  {
    kind: wordField(TargetKind, "`fleet`: Ballast drives it on the embedded fleet. `observed`: another system deploys."),
    trafficPerSecond: optional(intField(
      "Fleet: requests a second of the built-in sample traffic, until two minutes after something has changed or was judged, a tenth of them at rest; none unless told.",
    )),
    customers: optional(intField("Fleet: how many customers the sample traffic comes from.")),
  },
  { description: "Where deploys of an environment go.", schema: wholeTarget },
);

const analysisField = objectField(
  "AnalysisInput",
  {
    minSamples: intField("Fewer canary requests than this leave the verdict inconclusive."),
    maxErrorsPer100k: intField("More failing requests per 100,000 than this fail, if the baseline does not show the same.", per100k),
    minEffectPer100k: intField("A failure needs at least so much more than the baseline.", per100k),
    maxP95Ms: optional(
      intField(
        "95th percentile of latency above which the step fails, whatever the baseline's is; left out, there is no such limit.",
        milliseconds,
      ),
    ),
    judgesLatency: otherwise(
      flagField("Whether latency is judged against the baseline's 95th percentile; true unless told."),
      defaultLatency.judgesLatency,
    ),
    minSlowerMs: otherwise(
      intField("A release is slower only from so much above the baseline on, ms; 50 unless told.", milliseconds),
      defaultLatency.minSlowerMs,
    ),
    minSlowerPercent: otherwise(
      intField("And from so much above it, percent; 20 unless told.", analysis.shape.minSlowerPercent),
      defaultLatency.minSlowerPercent,
    ),
  },
  { description: "When a step passes or fails.", schema: analysis },
);

const stepField = objectField(
  "PlanStepInput",
  {
    percent: field(() => Number, percent, "Share of customers, 0 to 100."),
    customers: otherwise(listOf(field(() => String, customer, "A customer's id.")), []),
    bakeMs: intField("How long the step bakes, ms.", milliseconds),
    analysis: analysisField,
  },
  { description: "One exposure step." },
);

/** How a release reaches everyone. */
export const planField = objectField(
  "DeployPlanInput",
  { steps: listOf(stepField, 20), soakMs: intField("How long it soaks at 100 % before it counts as good, ms.", milliseconds) },
  { description: "How a release reaches everyone: steps that never shrink, the last one 100 %.", schema: deployPlan },
);

/** When what is no emergency calls at once. */
export const supportHoursField = objectField(
  "SupportHoursInput",
  {
    timeZone: field(() => String, supportHours.shape.timeZone, "On whose clock: `Europe/Zurich`."),
    weekdays: listOf(intField("1 is Monday, 7 Sunday."), 7), from: field(() => String, supportHours.shape.from, "From, HH:MM."),
    to: field(() => String, supportHours.shape.to, "Until, HH:MM: of the next day if not after `from`; the same is a whole day."),
    alwaysUpTo: otherwise(
      intField("So bad, or worse, calls at once at any hour: 1 to 3, 2 unless told; the rest waits.", supportHours.shape.alwaysUpTo), 2,
    ),
  },
  {
    description: "The hours in which what is no emergency calls people at once; outside of them it is of low urgency.",
    schema: supportHours,
  },
);
