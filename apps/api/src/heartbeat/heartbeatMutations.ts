import { integrationDecider, Rejection } from "@ballast/domain";
import { heartbeatDecider } from "@ballast/domain/heartbeat";
import { foldRecord, idOf as idFrom } from "@ballast/eventlog";
import { heartbeatContent, heartbeatName, line } from "@ballast/schema";
import { z } from "zod";
import { defineMutation, type Mutation } from "../commands/defineMutation.ts";
import {
  field, flagField, idField, intField, listOf, noteField, optional, otherwise, reasonField, wordField,
} from "../commands/inputFields.ts";
import { refuseStrangers, registered, serviceField } from "../commands/named.ts";
import { HeartbeatPriority, HeartbeatUnit } from "./heartbeatType.ts";

/** So many of one integration at most: each is looked at every few seconds. */
const MOST_HEARTBEATS = 1_000;

const heartbeatId = idField("Heartbeat", "The heartbeat.");
const textOf = (schema: z.ZodType<string>, description: string) => field(() => String, schema, description);

const writeHeartbeat = defineMutation({
  name: "writeHeartbeat",
  description: "Writes a heartbeat of an Opsgenie integration, or writes it anew. Once it was heard, its silence is an alert.",
  permission: "integration.write",
  record: "Heartbeat",
  input: {
    integrationId: idField("Integration", "The integration whose key its sender has: one of the kind Opsgenie."),
    name: textOf(heartbeatName, "What it is called. Case makes no difference."),
    description: otherwise(textOf(z.string().max(10_000), "What it is."), ""),
    interval: intField("How often it is sent, in `unit`.", heartbeatContent.shape.interval),
    unit: wordField(HeartbeatUnit, "minutes, hours or days."),
    service: optional(serviceField("Whose silence it is; its integration's unless told.")),
    ownerId: optional(idField("Person", "Who answers for it; whoever looks after its integration unless told.")),
    message: otherwise(textOf(heartbeatContent.shape.message, "What the alert is called; that it is silent unless told."), ""),
    tags: otherwise(listOf(field(() => String, line, "A tag of the alert."), 20), []),
    priority: otherwise(wordField(HeartbeatPriority, "How bad its silence is; P3 unless told."), "P3" as const),
    enabled: otherwise(flagField("Whether it is waited for; true unless told."), true),
  },
  touches: () => null,
  async act(run, { integrationId, name, service, ownerId, ...rest }, { log, readModel }) {
    const id = idFrom(heartbeatDecider, integrationId, name);
    const integration = await foldRecord(log, integrationDecider, integrationId);
    if (integration.status !== "added" || integration.kind !== "opsgenie")
      throw new Rejection("INVALID_INPUT", "heartbeats come in by an integration of the kind Opsgenie", ["integrationId"]);
    const others = readModel.heartbeats.all({ integrationId });
    if (others.length >= MOST_HEARTBEATS && others.every((other) => other.id !== id))
      throw new Rejection("TOO_LARGE", `an integration has ${MOST_HEARTBEATS} heartbeats at most: remove one first`, ["name"]);
    if (ownerId !== null) await refuseStrangers(log, [ownerId], ["ownerId"]);
    const serviceId = service === null ? null : (await registered(log, service)).serviceId;
    const { description, interval, unit, message, tags, priority, enabled } = rest;
    await run.handle({
      aggregate: heartbeatDecider, id, guarded: true,
      command: {
        type: "WriteHeartbeat", now: run.now, heartbeatId: id, integrationId, name, serviceId, ownerId, description, interval, unit,
        message, tags, priority, enabled,
      },
    });
    return { id };
  },
});

const turnHeartbeat = defineMutation({
  name: "turnHeartbeat",
  description: "Waits for a heartbeat, or no longer. An alert about its silence ends when nobody waits for it.",
  permission: "integration.write",
  record: "Heartbeat",
  input: { heartbeatId, enabled: flagField("Whether it is waited for."), reason: noteField("Why.") },
  touches: () => null,
  async act(run, { heartbeatId: id, enabled, reason }) {
    await run.handle({
      aggregate: heartbeatDecider, id, guarded: true,
      command: { type: "TurnHeartbeat", now: run.now, heartbeatId: id, enabled, reason },
    });
    return { id };
  },
});

const removeHeartbeat = defineMutation({
  name: "removeHeartbeat",
  description: "Ends a heartbeat. Its history stays, and pings with its name change nothing.",
  permission: "integration.write",
  record: "Heartbeat",
  input: { heartbeatId, reason: reasonField("Why it is not needed any more.") },
  touches: () => null,
  async act(run, { heartbeatId: id, reason }) {
    await run.handle({
      aggregate: heartbeatDecider, id, guarded: true, command: { type: "RemoveHeartbeat", now: run.now, heartbeatId: id, reason },
    });
    return { id };
  },
});

export const heartbeatMutations: readonly Mutation[] = [writeHeartbeat, turnHeartbeat, removeHeartbeat];
