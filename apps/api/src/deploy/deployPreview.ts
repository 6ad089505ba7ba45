import "reflect-metadata";
import { laneDecider, Rejection } from "@ballast/domain";
import { releaseOrder } from "@ballast/readmodel";
import { defaultPlan } from "@ballast/schema";
import { Field, ObjectType } from "type-graphql";
import { Commit, toCommit } from "../commits/commitType.ts";
import { containedFaults } from "./containedFaults.ts";
import { closedGates, mayOverride, refusedBy } from "./gates.ts";
import { JsonValue } from "../graphql/scalars.ts";
import type { RecordOf } from "../graphql/context.ts";
import { find, recordOf, typeNamed } from "../graphql/records.ts";
import { environmentOf } from "../graphql/serviceName.ts";

@ObjectType({ description: "What a deploy would do, before it is asked for.", simpleResolvers: true })
export class DeployPreview {
  @Field(() => Boolean, { description: "Whether it would be carried out." }) allowed!: boolean;
  @Field(() => String, { nullable: true, description: "Why not, and what to do." }) refusal!: string | null;
  @Field(() => Boolean, { description: "Whether it is refused by an error budget alone, and who asks may override that with a reason." })
  overridable!: boolean;
  @Field(() => typeNamed("Release"), { nullable: true, description: "What would be deployed." }) release!: RecordOf<"Release"> | null;
  @Field(() => typeNamed("Release"), { nullable: true, description: "What serves everyone now." }) from!: RecordOf<"Release"> | null;
  @Field(() => [Commit], { description: "Commits that customers would get, newest release first." }) commits!: readonly Commit[];
  @Field(() => JsonValue, { description: "The plan it would follow." }) plan!: object;
  @Field(() => [String], { description: "What it still contains of releases that were rolled back here." }) warnings!: readonly string[];
}

/** The same decision as the mutation's, made without doing anything. */
export function deployPreview(lane: RecordOf<"Lane">, version: string): DeployPreview {
  const { scope, row } = lane;
  const { releases, lanes } = scope.context.readModel;
  const service = find(scope, "Service", row.serviceId);
  const environment = environmentOf(service, lane.environment);
  const found = releases.byVersion(row.serviceId, version, scope.asOf);
  const release = found === undefined ? null : recordOf(scope, "Release", found);
  const from = find(scope, "Release", row.live?.releaseId);
  const folded = lanes.folded(lane.key, scope.asOf) ?? laneDecider.initialState;
  const refusal = refusalOf(lane, {
    release, version, observed: environment?.target.kind === "observed", defined: environment !== undefined,
    slug: service?.slug ?? "service",
  });
  const gates = refusal !== null || environment === undefined
    ? []
    : closedGates(scope, { serviceId: row.serviceId, kind: environment.kind });
  return {
    allowed: refusal === null && gates.length === 0,
    refusal: refusal ?? (gates.length === 0 ? null : sayingOf(refusedBy(gates))),
    overridable: gates.length > 0 && mayOverride(scope),
    release,
    from,
    commits: commitsGained(lane, from, release),
    plan: environment?.plan ?? defaultPlan,
    warnings:
      release === null
        ? []
        : containedFaults(scope.context.readModel, folded, { serviceId: row.serviceId, version }).map(({ sentence }) => sentence),
  };
}

interface Asked {
  readonly release: RecordOf<"Release"> | null;
  readonly version: string;
  readonly observed: boolean;
  readonly defined: boolean;
  readonly slug: string;
}

function refusalOf(lane: RecordOf<"Lane">, { release, version, observed, defined, slug }: Asked): string | null {
  const where = `${slug} ${lane.environment}`;
  if (!defined) return `${where} is not defined.`;
  if (observed) return `${where} is deployed by another system; Ballast only observes it.`;
  if (release === null) return `${slug} has no release ${version}.`;
  if (!release.deployable) return `${version} was recorded without an artifact: there is nothing to deploy.`;
  try {
    const folded = lane.scope.context.readModel.lanes.folded(lane.key, lane.scope.asOf) ?? laneDecider.initialState;
    // The id stands for the deploy that is not there yet; nothing is appended.
    laneDecider.decide(
      {
        type: "LockLane", now: lane.scope.context.now().toISOString(), laneId: lane.key, serviceId: lane.row.serviceId,
        environment: lane.environment, service: slug, deployId: lane.key, releaseId: release.key, version,
      },
      folded,
    );
    return null;
  } catch (error) {
    if (error instanceof Rejection) return sayingOf(error);
    throw error;
  }
}

const sayingOf = ({ message, remedy }: Rejection): string => `${message.replace(/\.$/u, "")}. ${remedy}`;

function commitsGained(lane: RecordOf<"Lane">, from: RecordOf<"Release"> | null, release: RecordOf<"Release"> | null): readonly Commit[] {
  if (release === null) return [];
  const { releases } = lane.scope.context.readModel;
  if (from === null) return releases.allCommits(release.key).map(toCommit);
  const [after, upTo] = [from, release].map(({ row }) => releaseOrder(row.releasedAt, row.order));
  return releases.commitsBetween(release.row.serviceId, { after, upTo }).map(toCommit);
}
