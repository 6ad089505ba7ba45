import "reflect-metadata";
import { emptyShiftOf, integrationDecider, Rejection, rotationDecider, rotationOfEmptyShift } from "@ballast/domain";
import { foldRecord, ids, type Log } from "@ballast/eventlog";
import { emptyShiftAlert, type EmptyShiftAlert as Choice } from "@ballast/schema";
import { Field, FieldResolver, ObjectType, Resolver, Root } from "type-graphql";
import { defineMutation, type Mutation } from "../commands/defineMutation.ts";
import { field, idField, optional } from "../commands/inputFields.ts";
import type { RecordOf } from "../graphql/context.ts";
import { find, typeNamed } from "../graphql/records.ts";
import { rotationField } from "./rotationInputs.ts";
import { Rotation } from "./rotationType.ts";

@ObjectType({ description: "How an empty shift of a schedule is an alert.", simpleResolvers: true })
class EmptyShiftAlert {
  @Field(() => typeNamed("Integration"), { nullable: true, description: "Through which integration." })
  integration!: RecordOf<"Integration"> | null;
  @Field(() => String, { description: "How severe, as the integration calls it." }) severity!: string;
  @Field(() => typeNamed("Alert"), { nullable: true, description: "The alert that fires; null: none does." })
  firing!: RecordOf<"Alert"> | null;
}

/** How a schedule's empty shifts are alerts. */
@Resolver(() => Rotation)
export class EmptyShiftResolver {
  @FieldResolver(() => EmptyShiftAlert, {
    nullable: true, description: "How it is an alert that nobody is on call, where anything calls the schedule; null: it is none.",
  })
  emptyShiftAlert(@Root() { row: { id, emptyShifts: { alert } }, scope }: Rotation): EmptyShiftAlert | null {
    if (alert === null) return null;
    const last = scope.context.readModel.alerts.latest(ids.alert(alert.integrationId, emptyShiftOf(id)), scope.asOf);
    return {
      integration: find(scope, "Integration", alert.integrationId), severity: alert.severity,
      firing: last?.firing === true ? find(scope, "Alert", last.id) : null,
    };
  }
}

/** What an alert is about. */
@Resolver(() => typeNamed("Alert"))
export class AlertScheduleResolver {
  @FieldResolver(() => Rotation, { nullable: true, description: "The schedule whose empty shift it is; null: it is about something else." })
  schedule(@Root() { row: { fingerprint, integrationId }, scope }: RecordOf<"Alert">): RecordOf<"Rotation"> | null {
    const id = rotationOfEmptyShift(fingerprint);
    const rotation = id === null ? null : find(scope, "Rotation", id);
    // Whoever has a key may call an alert so: it is this schedule's where its empty shifts are, or were, told by that integration.
    return rotation?.row.emptyShifts.integrationIds.includes(integrationId) === true ? rotation : null;
  }
}

/** @throws Rejection where no alert could come by it, or nothing there is called so */
async function chosen(log: Log, integrationId: string, severity: string | null): Promise<Choice> {
  const integration = await foldRecord(log, integrationDecider, integrationId);
  if (integration.status !== "added") throw new Rejection("NOT_FOUND", "there is no such integration, or not any more", ["integrationId"]);
  if (integration.kind === "github")
    throw new Rejection("INVALID_INPUT", "an integration with GitHub brings no alerts: choose another one", ["integrationId"]);
  const words = Object.keys(integration.severities);
  const word = words.find((known) => known.toLowerCase() === severity?.toLowerCase());
  if (word !== undefined) return { integrationId, severity: word };
  const why = severity === null ? "say how severe it is" : `"${severity}" is no severity of ${integration.name}`;
  throw new Rejection("INVALID_INPUT", `${why}: one of ${words.join(", ")}`, ["severity"]);
}

/** For those who may change integrations, as heartbeats are: whoever looks after one answers for what comes by it. */
export const setEmptyShiftAlert: Mutation = defineMutation({
  name: "setEmptyShiftAlert",
  description: "Says through which integration an empty shift of a schedule is an alert, with its rules; through none unless told.",
  permission: "integration.write",
  record: "Rotation",
  input: {
    rotationId: rotationField,
    integrationId: optional(idField("Integration", "The integration; none unless told: an empty shift is no alert then.")),
    severity: optional(field(
      () => String, emptyShiftAlert.shape.severity, "How severe, as that integration calls it; needed where there is one.",
    )),
  },
  touches: () => null,
  async act(run, { rotationId, integrationId, severity }, { log }) {
    const alert = integrationId === null ? null : await chosen(log, integrationId, severity);
    await run.handle({
      aggregate: rotationDecider, id: rotationId, guarded: true, command: { type: "SetEmptyShiftAlert", now: run.now, rotationId, alert },
    });
    return { id: rotationId };
  },
});
