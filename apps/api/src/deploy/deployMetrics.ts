import "reflect-metadata";
import type { DeployRow } from "@ballast/readmodel";
import { own } from "@ballast/schema";
import { Field, Float, Int, ObjectType } from "type-graphql";
import type { FleetNumbers } from "../fleet/fleetMetrics.ts";
import { DateTime } from "../graphql/scalars.ts";

@ObjectType({ description: "One second of one release.", simpleResolvers: true })
export class MetricPoint {
  @Field(() => DateTime, { description: "Start of the second." }) at!: string;
  @Field(() => Int, { description: "Requests." }) requests!: number;
  @Field(() => Int, { description: "Requests that failed." }) errors!: number;
  @Field(() => Float, { nullable: true, description: "95th percentile of latency, ms." }) p95Ms!: number | null;
}

@ObjectType({
  description: "A deploy's release against the one before, second by second; seconds without a request are left out.",
  simpleResolvers: true,
})
export class DeployMetrics {
  @Field(() => [MetricPoint], { description: "The release it brings." }) canary!: readonly MetricPoint[];
  @Field(() => [MetricPoint], { description: "The release that served everyone before." }) baseline!: readonly MetricPoint[];
}

type Going = Pick<DeployRow, "startedAt" | "requestedAt" | "endedAt" | "version" | "fromVersion">;

const MOST_SECONDS = 3_600;
/** What came after the end shows whether the errors went away. */
const afterwardsMs = 30_000;

/**
 * The time to look at: up to now while it goes on, else up to shortly after its end; never before it was asked for by more than half a
 * minute.
 */
export function metricsWindow(
  { startedAt, requestedAt, endedAt }: Going,
  seconds: number,
  now: Date,
): { readonly from: Date; readonly to: Date } {
  const to = endedAt === null ? now.getTime() : Math.min(now.getTime(), Date.parse(endedAt) + afterwardsMs);
  const length = Math.max(1, Math.min(MOST_SECONDS, seconds)) * 1_000;
  const from = Math.max(to - length, Date.parse(startedAt ?? requestedAt) - afterwardsMs);
  return { from: new Date(Math.min(from, to - 1_000)), to: new Date(to) };
}

/** The seconds of both sides; null when there were none on either. */
export function metricsOf({ version, fromVersion }: Going, numbers: Readonly<Record<string, FleetNumbers>>): DeployMetrics | null {
  const canary = own(numbers, version)?.perSecond ?? [];
  const baseline = fromVersion === null ? [] : (own(numbers, fromVersion)?.perSecond ?? []);
  return canary.length === 0 && baseline.length === 0 ? null : { canary, baseline };
}
