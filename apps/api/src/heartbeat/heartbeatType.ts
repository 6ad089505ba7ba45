import "reflect-metadata";
import { dueAt, heartbeatStandings, silenceOf, standingOf, type HeartbeatStanding as Standing } from "@ballast/domain/heartbeat";
import { ids } from "@ballast/eventlog";
import type { Stored } from "@ballast/readmodel";
import type { HeartbeatRow } from "@ballast/readmodel/heartbeat";
import { heartbeatPriorities, heartbeatUnits, type HeartbeatPriority as Priority, type HeartbeatUnit as Unit } from "@ballast/schema";
import { Field, Int, ObjectType } from "type-graphql";
import { enumType } from "../graphql/enums.ts";
import { recordNode, RecordNode } from "../graphql/node.ts";
import { DateTime } from "../graphql/scalars.ts";
import { oncePerScope, type Scope } from "../graphql/scope.ts";

export const HeartbeatUnit = enumType("HeartbeatUnit", { options: heartbeatUnits }, "In which an interval is said.");
export const HeartbeatPriority = enumType(
  "HeartbeatPriority", { options: heartbeatPriorities }, "How bad a silence is; its integration says which severity that is.",
);
const HeartbeatStanding = enumType(
  "HeartbeatStanding", { options: heartbeatStandings }, "Where a heartbeat stands. `waiting`: turned on, and never heard yet.",
);

@ObjectType({
  implements: RecordNode,
  description: "Somebody who says again and again that they are well, and whose silence is an alert of their integration.",
  simpleResolvers: true,
})
export class Heartbeat extends RecordNode {
  @Field(() => String, { description: "What it is called, by whoever sends it too." }) name!: string;
  @Field(() => String, { description: "What it is." }) description!: string;
  @Field(() => Int, { description: "How often it is sent, in `unit`." }) interval!: number;
  @Field(() => HeartbeatUnit, { description: "In which its interval is said." }) unit!: Unit;
  @Field(() => HeartbeatPriority, { description: "How bad its silence is." }) priority!: Priority;
  @Field(() => String, { description: "What the alert is called; empty: that it is silent." }) message!: string;
  @Field(() => [String], { description: "Tags of the alert." }) tags!: readonly string[];
  @Field(() => Boolean, { description: "Whether anybody waits for it." }) enabled!: boolean;
  @Field(() => String, { nullable: true, description: "Why it was removed; null: it was not." }) removed!: string | null;
  @Field(() => HeartbeatStanding, { description: "Where it stands. In the past only silences are told from what was heard." })
  standing!: Standing;
  @Field(() => DateTime, {
    nullable: true, description: "When it was heard last, within half a minute; as now, since what was heard is kept for a while only.",
  })
  heardAt!: string | null;
  @Field(() => DateTime, { nullable: true, description: "When it is found silent unless it is heard before; null: nobody waits for it." })
  dueAt!: string | null;
  @Field(() => DateTime, { description: "When it was changed last." }) changedAt!: string;
  @Field(() => Int, { description: "Revision of the record, for `expectedRevision`." }) revision!: number;
  row!: Stored<HeartbeatRow>;
}

/** The alert about the silence of a heartbeat. */
export const silenceAlertId = ({ integrationId, name }: Pick<HeartbeatRow, "integrationId" | "name">): string =>
  ids.alert(integrationId, silenceOf({ name }));

/** What was heard is known as now; of a past, the alert says whether it was silent. */
function pastStanding(row: HeartbeatRow, { context, asOf }: Scope): Standing {
  const silent = context.readModel.alerts.latest(silenceAlertId(row), asOf)?.firing === true;
  const standing = standingOf(row, { status: "known", heardAt: null, silentSince: null });
  return standing === "heard" && silent ? "silent" : standing;
}

/** A row for GraphQL. */
export function toHeartbeat(row: Stored<HeartbeatRow>, scope: Scope): Heartbeat {
  const { name, description, interval, unit, priority, message, tags, removed, changedAt, revision } = row;
  const pulse = scope.context.readModel.heartbeats.pulse(row.id);
  return {
    ...recordNode("Heartbeat", row.id, scope), name, description, interval, unit, priority, message, tags, removed, changedAt, revision,
    enabled: row.enabledAt !== null,
    standing: scope.asOf === undefined ? standingOf(row, pulse) : pastStanding(row, scope),
    heardAt: scope.asOf === undefined && pulse.status === "known" ? pulse.heardAt : null,
    dueAt: scope.asOf === undefined ? (dueAt(row, pulse)?.dueAt ?? null) : null, row,
  };
}

/** The heartbeat with this id. */
export const heartbeatById = oncePerScope((scope, id): Heartbeat | null => {
  const row = scope.context.readModel.heartbeats.get(id, scope.asOf);
  return row === undefined ? null : toHeartbeat(row, scope);
});
