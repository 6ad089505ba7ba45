import "reflect-metadata";
import {
  attributed, availabilityReport, deployReport, failedReleases, ownedCommits, Rejection, type AvailabilityReport, type ExposedDeploy,
  type DeployReport, type ReportedDeploy, type SizedDeploy,
} from "@ballast/domain";
import type { IncidentInput } from "@ballast/readmodel";
import type { PublicImpact as Impact } from "@ballast/schema";
import { own } from "@ballast/schema";
import { Field, InputType, Int } from "type-graphql";
import { PublicImpact } from "../graphql/enums.ts";
import { DateTime } from "../graphql/scalars.ts";
import { momentOf, type Scope } from "../graphql/scope.ts";
import { mayKnow, mayKnowOf } from "../graphql/records.ts";

/** What a report is over: a service's id and a window. */
interface Over {
  readonly serviceId: string;
  readonly from: string;
  readonly to: string;
}

@InputType({ description: "Downtime of a service in a window, as the availability report counts it." })
export class DowntimeFilter {
  @Field(() => DateTime, { description: "Start of the window, included." }) from!: string;
  @Field(() => DateTime, { description: "End of the window, not included." }) to!: string;
  @Field(() => [PublicImpact], { description: "Which public impacts count as downtime." }) impact!: Impact[];
  @Field(() => String, { nullable: true, description: "Only what this component was hurt by." }) component?: string | null;
}

@InputType({ description: "Deploys to production of a service, as the delivery report counts them: by their first exposure." })
export class CountedDeploysFilter {
  @Field(() => DateTime, { description: "Start of the window, included." }) from!: string;
  @Field(() => DateTime, { description: "End of the window, not included." }) to!: string;
  @Field(() => Boolean, { nullable: true, description: "True: those that failed; false: those that did not." }) failed?: boolean | null;
  @Field(() => Boolean, {
    nullable: true, description: "True: those that were rework; false: those that were not.",
  }) rework?: boolean | null;
  @Field(() => Int, {
    nullable: true, description: "As `attributeWithinHours` of the delivery report: incidents that name none are put down to one (1 to 720).",
  })
  attributeWithinHours?: number | null;
}

/**
 * What is counted is what the reader may know of: a figure must not tell of a private incident. What was over by `endedAfter` (ms) may be
 * left out.
 */
export function countedIncidents(scope: Scope, serviceId: string, endedAfter?: number): readonly IncidentInput[] {
  const known = mayKnowOf(scope, "Incident");
  return scope.context.readModel.reports
    .incidents(serviceId, { asOf: scope.asOf, now: momentOf(scope).toISOString(), endedAfter })
    .filter(({ id }) => known(id));
}

/** A service is observed from its registration on, or from the first incident of an older history. */
export function observedSince({ registeredAt }: { readonly registeredAt: string }, incidents: readonly IncidentInput[]): string {
  const first = incidents.reduce((earliest, { startedAt }) => Math.min(earliest, Date.parse(startedAt)), Date.parse(registeredAt));
  return new Date(first).toISOString();
}

/** A service's deploys to production, with the incidents that the reader may know of. */
export const countedDeploys = (scope: Scope, serviceId: string): readonly ReportedDeploy[] =>
  scope.context.readModel.reports.deploys(serviceId, scope.asOf).map((deploy) => known(scope, deploy));

/** The same by how much each brought, which costs no reading of commits. */
export const sizedDeploys = (scope: Scope, serviceId: string): readonly SizedDeploy[] =>
  scope.context.readModel.reports.sizedDeploys(serviceId, scope.asOf).map((deploy) => known(scope, deploy));

const known = <T extends ExposedDeploy>(scope: Scope, deploy: T): T => ({
  ...deploy, incidents: deploy.incidents?.filter(({ id }) => mayKnow(scope, "Incident", id)),
});

/** The availability report (D4), over every component that an incident of the service ever named. */
export function availabilityOf(scope: Scope, { serviceId, from, to }: Over, impact: readonly Impact[]): AvailabilityReport {
  const incidents = countedIncidents(scope, serviceId);
  const components = [...new Set(incidents.flatMap((incident) => incident.components ?? []))].toSorted();
  return availabilityReport(incidents, { ...windowOf(from, to), impact, components });
}

/** Incidents that may have come of a deploy; one that was never mitigated by anybody's word is over when it is resolved. */
const attributable = (scope: Scope, serviceId: string) =>
  countedIncidents(scope, serviceId).map(({ id, startedAt, resolvedAt }) => ({ id, startedAt, resolvedAt }));

/** The delivery report over deploys to production; incidents that name none are put down to one within so many hours, where told. */
export function deploysOf(
  scope: Scope, { serviceId, from, to, attributeWithinHours }: Over & { readonly attributeWithinHours?: number | undefined },
): DeployReport {
  const deploys = countedDeploys(scope, serviceId);
  const all = attributeWithinHours === undefined ? deploys : attributed(deploys, attributable(scope, serviceId), attributeWithinHours);
  return deployReport(all, windowOf(from, to));
}

/** Ids of the incidents behind a figure of the availability report. */
export function downtimeIds(
  scope: Scope,
  serviceId: string | undefined,
  { from, to, impact, component }: DowntimeFilter,
): readonly string[] {
  const { records } = availabilityOf(scope, { serviceId: ofOneService(serviceId), from, to }, impact);
  return component ? (own(records.components, component) ?? []) : records.any;
}

/** Ids of the deploys behind a figure of the delivery report. */
export function countedDeployIds(
  scope: Scope,
  serviceId: string | undefined,
  { from, to, failed, rework, attributeWithinHours }: CountedDeploysFilter,
): readonly string[] {
  const { records } = deploysOf(scope, {
    serviceId: ofOneService(serviceId), from, to, attributeWithinHours: hoursWithin(attributeWithinHours),
  });
  const failing = new Set(records.failed.map(({ deploy }) => deploy));
  const mending = new Set(records.rework.map(({ deploy }) => deploy));
  const fits = (those: ReadonlySet<string>, id: string, asked: boolean | null | undefined): boolean =>
    asked === null || asked === undefined || those.has(id) === asked;
  return Object.values(records.perIsoWeek).flat().filter((id) => fits(failing, id, failed) && fits(mending, id, rework));
}

/** A month is as far as anybody would put an incident down to a deploy, hours. */
const mostHours = 720;

/**
 * Within how many hours incidents are put down to a deploy; undefined where they are not.
 * @throws Rejection INVALID_INPUT outside 1 to 720
 */
export function hoursWithin(hours: number | null | undefined): number | undefined {
  if (hours === null || hours === undefined) return undefined;
  if (hours >= 1 && hours <= mostHours) return hours;
  throw new Rejection(
    "INVALID_INPUT", `Incidents are put down to a deploy within 1 to ${String(mostHours)} hours, not ${String(hours)}.`,
    ["attributeWithinHours"],
  );
}

/** Versions of a service that a later release takes back in part (D6). */
export function revertedVersions(scope: Scope, serviceId: string | undefined): ReadonlySet<string> {
  const inOrder = ownedCommits(scope.context.readModel.reports.releases(ofOneService(serviceId), scope.asOf));
  return new Set(failedReleases(inOrder).map(({ version }) => version));
}

/** What a report counts is counted for one service. */
function ofOneService(serviceId: string | undefined): string {
  if (serviceId !== undefined) return serviceId;
  throw new Rejection("INVALID_INPUT", "This filter counts as a report does, for one service: name it.", ["filter", "service"]);
}

/**
 * The window, if it is one.
 * @throws Rejection INVALID_INPUT when it ends before it begins
 */
export function windowOf(from: string, to: string): { from: string; to: string } {
  if (Date.parse(from) < Date.parse(to)) return { from, to };
  throw new Rejection("INVALID_INPUT", `The window ends (${to}) before it begins (${from}).`, ["to"]);
}
