import "reflect-metadata";
import { laneDecider, Rejection, resolveRollback, type FactsOf, type Lane, type NamedRelease, type Rollback } from "@ballast/domain";
import { partsOf } from "@ballast/domain/targeting";
import { ids } from "@ballast/eventlog";
import { releaseOrder } from "@ballast/readmodel";
import { Field, Float, Int, ObjectType } from "type-graphql";
import { Commit, toCommit } from "../commits/commitType.ts";
import type { Scope } from "../graphql/scope.ts";
import type { RecordOf } from "../graphql/context.ts";
import { find, nameOf, typeNamed } from "../graphql/records.ts";
import { environmentOf } from "../graphql/serviceName.ts";
import { duration, inPercent, share } from "@ballast/schema/words";
import { count } from "../words.ts";

@ObjectType({ description: "What a press of the rollback button would do.", simpleResolvers: true })
export class RollbackPreview {
  @Field(() => Boolean, { description: "Whether it would be carried out." }) allowed!: boolean;
  @Field(() => String, { nullable: true, description: "Why not, and what to do." }) refusal!: string | null;
  @Field(() => typeNamed("Release"), { nullable: true, description: "Where it goes." }) target!: RecordOf<"Release"> | null;
  @Field(() => typeNamed("Release"), { nullable: true, description: "What customers are on now: the canary while a deploy moves." })
  from!: RecordOf<"Release"> | null;
  @Field(() => String, { description: "In a sentence." }) sentence!: string;
  @Field(() => Float, { nullable: true, description: "Share of customers that change sides." }) affectedPercent!: number | null;
  @Field(() => [Commit], { description: "Commits that customers lose, newest release first." }) removedCommits!: readonly Commit[];
  @Field(() => Int, { nullable: true, description: "How long the last rollback here took, ms." }) lastDurationMs!: number | null;
  @Field(() => [String], { description: "What speaks against it and does not stop it." }) warnings!: readonly string[];
  lane!: RecordOf<"Lane">;
}

/** What releases say about going back, from the read model: the mutation asks the log. */
const factsOf =
  ({ context, asOf }: Scope): FactsOf =>
  (releaseId) => {
    const row = context.readModel.releases.get(releaseId, asOf);
    return row === undefined
      ? null
      : { artifactAvailable: row.artifact !== null, rollbackSafe: row.rollbackSafe, rollbackUnsafeReason: row.rollbackUnsafeReason };
  };

/** The same decision as the mutation's, made without doing anything. */
export function rollbackPreview(lane: RecordOf<"Lane">, toVersion: string | null): RollbackPreview {
  const { scope } = lane;
  const nothing = { target: null, from: null, affectedPercent: null, removedCommits: [], lastDurationMs: null, warnings: [], lane };
  const service = find(scope, "Service", lane.row.serviceId);
  const slug = service?.slug ?? "service";
  const refused = (why: string): RollbackPreview => ({ ...nothing, allowed: false, refusal: why, sentence: why });
  if (environmentOf(service, lane.environment)?.target.kind === "observed")
    return refused(`${slug} ${lane.environment} is deployed by another system; Ballast only observes it.`);
  try {
    const folded = scope.context.readModel.lanes.folded(lane.key, scope.asOf) ?? laneDecider.initialState;
    const named = { service: slug, environment: lane.environment, to: namedRelease(lane, toVersion) };
    const rollback = resolveRollback(folded, factsOf(scope), named);
    return previewOf(lane, rollback, { service: slug, flags: flagsGoingBack(scope, leftBy(rollback, folded)) });
  } catch (error) {
    if (error instanceof Rejection) return refused(`${error.message.replace(/\.$/u, "")}. ${error.remedy}`);
    throw error;
  }
}

const namedRelease = ({ row }: RecordOf<"Lane">, version: string | null): NamedRelease | null =>
  version === null ? null : { releaseId: ids.release(row.serviceId, version), version };

/** The deploy that is taken back: the one whose release served everybody, or the one that moves. */
const leftBy = ({ from, preempts }: Rollback, lane: Lane): string | null =>
  lane.status === "open" && from !== null && lane.serving?.releaseId === from.releaseId ? lane.serving.deployId : preempts;

/** What of flags goes back with it, by the rule that carries it out: "one-page-pay to 5 %". */
const flagsGoingBack = (scope: Scope, deployId: string | null): readonly string[] =>
  (deployId === null ? [] : scope.context.readModel.targetings.goingBackWith(deployId, scope.asOf)).map(({ now, back }) => {
    const where = `${nameOf(scope, "Flag", now.flagId)} in ${now.environment}`;
    return now.rules.rollout?.parts === back.rules.rollout?.parts ? where : `${where} to ${share(partsOf(back.rules))}`;
  });

function previewOf(
  lane: RecordOf<"Lane">,
  rollback: Rollback,
  { service, flags }: { readonly service: string; readonly flags: readonly string[] },
): RollbackPreview {
  const { scope, row } = lane;
  const target = find(scope, "Release", rollback.target.releaseId);
  const from = find(scope, "Release", rollback.from?.releaseId);
  const affectedPercent = reachOf(row, rollback.from?.releaseId);
  const removedCommits = commitsLost(scope, from, target);
  const lastDurationMs = scope.context.readModel.deploys.lastRollback(lane.key, scope.asOf)?.durationMs ?? null;
  const facts = { affectedPercent, commits: removedCommits.length, lastDurationMs, flags };
  return {
    allowed: true, refusal: null, target, from, sentence: say({ rollback, where: `${service} ${lane.environment}`, ...facts }),
    affectedPercent, removedCommits, lastDurationMs, warnings: rollback.warnings, lane,
  };
}

/** The share of customers on what would be left: a canary's, everyone's once it soaks, nobody's before it is exposed. */
function reachOf({ canary, live }: RecordOf<"Lane">["row"], releaseId: string | undefined): number {
  if (releaseId === undefined || live?.releaseId === releaseId) return 100;
  return canary?.releaseId === releaseId ? canary.percent : 0;
}

function commitsLost({ context }: Scope, from: RecordOf<"Release"> | null, target: RecordOf<"Release"> | null): readonly Commit[] {
  if (from === null || target === null || from.key === target.key) return [];
  const [after, upTo] = [target, from].map(({ row }) => releaseOrder(row.releasedAt, row.order));
  return context.readModel.releases.commitsBetween(from.row.serviceId, { after, upTo }).map(toCommit);
}

interface Said {
  readonly rollback: Rollback;
  readonly where: string;
  readonly affectedPercent: number;
  readonly commits: number;
  readonly lastDurationMs: number | null;
  /** What of flags goes back with it. */
  readonly flags: readonly string[];
}

function say({ rollback, where, affectedPercent, commits, lastDurationMs, flags }: Said): string {
  const { target, from, attachTo, preempts } = rollback;
  if (attachTo !== null) return `A rollback of ${where} to ${target.version} is running; pressing joins it.`;
  const who =
    affectedPercent === 0
      ? "nobody is served by it yet"
      : affectedPercent === 100
        ? "everyone gets it"
        : `${inPercent(affectedPercent)} of customers get it back`;
  const loss = commits === 0 ? "" : `; ${count(commits, "commit")} ${commits === 1 ? "goes" : "go"} out`;
  const flagged = flags.length === 0 ? "" : ` With it ${flags.length === 1 ? "goes the flag" : "go the flags"} ${flags.join(", ")}.`;
  const last = lastDurationMs === null ? "" : ` The last rollback here took ${duration(lastDurationMs)}.`;
  return `Rolls ${where} back${from === null ? "" : ` from ${from.version}`} to ${target.version}: ${who}${loss}${preempts === null ? "" : ", and the running deploy ends"}.${flagged}${last}`;
}
