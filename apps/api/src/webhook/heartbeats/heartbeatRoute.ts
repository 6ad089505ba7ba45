import { randomUUID } from "node:crypto";
import { Rejection } from "@ballast/domain";
import {
  heartbeatDecider, pulseDecider, slackMs, watchedHeartbeat, type HeartbeatCommand, type WrittenHeartbeat,
} from "@ballast/domain/heartbeat";
import { foldRecord, handle, idOf } from "@ballast/eventlog";
import { heartbeatName, KEPT_PULSES, type Actor, type DataOf } from "@ballast/schema";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { Behind } from "../caughtUp.ts";
import { genieDoor, replyGenie } from "../doors/opsgenieRoute.ts";
import { bodyOf, countsOf, refusal, takeAnyJson, textOf, type Doors } from "../doors/passing.ts";
import { serviceOf } from "../ruledAlerts.ts";
import { isKnownWell, shownHeartbeat, wishOf } from "./shape.ts";
import { settleOne } from "./silence.ts";

const MOST_BYTES = 64 * 1024;
/** So many of one integration at most: each is looked at every few seconds. */
const MOST_HEARTBEATS = 1_000;

type Integration = DataOf<"IntegrationAdded">;
type Named = { Params: { name: string } };

/** One request about heartbeats, whose key is known. */
interface Asking {
  readonly doors: Doors;
  readonly integration: Integration;
  readonly reply: FastifyReply;
}

/**
 * Opsgenie's heartbeats: `/v2/heartbeats/{name}/ping` by GET, POST, PUT or PATCH; `GET` and `POST /v2/heartbeats`; `GET`, `PATCH` and
 * `DELETE /v2/heartbeats/{name}`; `/enable` and `/disable`. A ping of what nobody waits for is answered as any other, as there; the
 * integration says that it came.
 */
export async function heartbeatRoute(app: FastifyInstance, doors: Doors): Promise<void> {
  await app.register(async (scope) => {
    takeAnyJson(scope);
    const at = (
      method: readonly ("GET" | "POST" | "PUT" | "PATCH" | "DELETE")[], url: string,
      act: (asking: Asking, request: FastifyRequest<Named>) => Promise<FastifyReply>,
    ): void => {
      scope.route<Named>({
        method: [...method], url, bodyLimit: MOST_BYTES,
        handler: async (request, reply) => answered({ doors, request, reply }, act),
      });
    };
    at(["GET", "POST", "PUT", "PATCH"], "/v2/heartbeats/:name/ping", ping);
    at(["GET"], "/v2/heartbeats", async ({ doors: { server: { readModel } }, integration, reply }) => replyGenie(reply, 200, {
      data: { heartbeats: readModel.heartbeats.all(integration).map((row) => shownHeartbeat(row, readModel)) },
    }));
    at(["POST"], "/v2/heartbeats", (asking, { body }) => write(asking, bodyOf({ body } as FastifyRequest).json, null));
    at(["GET"], "/v2/heartbeats/:name", async (asking, { params }) => {
      await there(asking, params.name);
      return shown(asking, params.name, 200);
    });
    at(["PATCH"], "/v2/heartbeats/:name", async (asking, { params, body }) =>
      write(asking, bodyOf({ body } as FastifyRequest).json, await there(asking, params.name)));
    at(["DELETE"], "/v2/heartbeats/:name", remove);
    for (const enabled of [true, false]) {
      at(["GET", "POST", "PUT", "PATCH"], `/v2/heartbeats/:name/${enabled ? "enable" : "disable"}`, async (asking, { params }) => {
        const { heartbeatId } = await there(asking, params.name);
        await command(asking, heartbeatId, { type: "TurnHeartbeat", now: nowOf(asking), heartbeatId, enabled, reason: "" });
        return brief(asking, params.name, 200);
      });
    }
  });
}

const nowOf = ({ doors: { server } }: Pick<Asking, "doors">): string => server.now().toISOString();

/** With its key, a place among those who are served at a time, and its refusals in Opsgenie's words. */
async function answered(
  { doors, request, reply }: Pick<Asking, "doors" | "reply"> & { readonly request: FastifyRequest<Named> },
  act: (asking: Asking, request: FastifyRequest<Named>) => Promise<FastifyReply>,
): Promise<FastifyReply> {
  const integration = await genieDoor(doors, request);
  if (integration === null) return replyGenie(reply, 401, { message: "Key format is not valid, or no integration has this key" });
  const busy = (): FastifyReply => replyGenie(reply.header("retry-after", "1"), 429, { message: "You are making too many requests!" });
  if (!doors.gate.enter()) return busy();
  try {
    return await act({ doors, integration, reply }, request);
  } catch (error) {
    if (error instanceof Behind) return busy();
    const why = refusal(error);
    if (why === null) throw error;
    if (error instanceof Rejection && error.code === "NOT_FOUND")
      return replyGenie(reply, 404, { message: `No heartbeat exists with name [${request.params.name ?? ""}]` });
    return replyGenie(reply, 422, { message: `Request body is not processable: ${why.join("; ")}` });
  } finally {
    doors.gate.leave();
  }
}

const idNamed = ({ integration }: Pick<Asking, "integration">, name: string): string =>
  idOf(heartbeatDecider, integration.integrationId, name);

/** @throws Rejection NOT_FOUND */
async function there(asking: Asking, name: string): Promise<WrittenHeartbeat> {
  if (!heartbeatName.safeParse(name).success) throw new Rejection("NOT_FOUND", "no heartbeat is called so", ["name"]);
  return watchedHeartbeat(await foldRecord(asking.doors.server.log, heartbeatDecider, idNamed(asking, name)), name);
}

/** Noted as what came by the integration. */
function note({ doors: { ledger }, integration }: Asking, action: string, { why, body }: {
  readonly why: string; readonly body: string;
}): void {
  ledger.note(integration, {
    action, outcome: why === "" ? "accepted" : "ignored", why, bytes: Buffer.byteLength(body), body: () => body, ...countsOf(null),
  });
}

/** The log has it before it is answered, unless it says nothing that a ping some seconds before did not. */
async function ping(asking: Asking, { params: { name } }: FastifyRequest<Named>): Promise<FastifyReply> {
  const { doors: { server }, integration, reply } = asking;
  const pong = (): FastifyReply => replyGenie(reply, 202, { result: "PONG - Heartbeat received" });
  const body = textOf({ heartbeat: name });
  const id = idNamed(asking, name);
  const row = server.readModel.heartbeats.get(id);
  if (
    row !== undefined && row.removed === null && isKnownWell(server.readModel, row, { at: server.now().getTime(), slackMs: slackMs(row) })
  ) return pong();
  const heartbeat = heartbeatName.safeParse(name).success ? await foldRecord(server.log, heartbeatDecider, id) : null;
  if (heartbeat?.status !== "written" || heartbeat.removed !== null) {
    note(asking, "ping", { why: `no heartbeat is called ${name.slice(0, 200)}: write one, and its silence is an alert`, body });
    return pong();
  }
  const before = server.readModel.heartbeats.pulse(id);
  if (before.status === "absent") await server.log.setMaxCount(`pulse-${id}`, KEPT_PULSES);
  const commandId = randomUUID();
  const now = nowOf(asking);
  await handle(server.log, {
    aggregate: pulseDecider, id, command: { type: "Ping", heartbeatId: id, at: now },
    context: { commandId, actor: actorOf(integration), now, correlationId: id, causationId: integration.integrationId },
  });
  if (before.status === "absent" || before.silentSince !== null) {
    note(asking, "ping", { why: "", body });
    await settleOne(server, id);
  }
  return pong();
}

const actorOf = ({ name }: Integration): Actor => ({ personId: null, name, means: "webhook" });

async function command({ doors: { server }, integration }: Asking, heartbeatId: string, given: HeartbeatCommand): Promise<void> {
  const { position } = await handle(server.log, {
    aggregate: heartbeatDecider, id: heartbeatId, command: given,
    context: {
      commandId: randomUUID(), actor: actorOf(integration), now: given.now, correlationId: heartbeatId,
      causationId: integration.integrationId,
    },
  });
  await server.readModel.waitFor(position);
}

async function write(asking: Asking, body: unknown, before: WrittenHeartbeat | null): Promise<FastifyReply> {
  const { doors: { server }, integration, reply } = asking;
  const wish = await wishOf(body, before, (serviceId) => serviceOf(server, serviceId));
  const heartbeatId = idNamed(asking, wish.name);
  if (before === null) {
    const known = await foldRecord(server.log, heartbeatDecider, heartbeatId);
    if (known.status === "written" && known.removed === null)
      return replyGenie(reply, 409, { message: `Heartbeat with name [${wish.name}] already exists` });
    if (server.readModel.heartbeats.all(integration).length >= MOST_HEARTBEATS)
      throw new Rejection("TOO_LARGE", `an integration has ${MOST_HEARTBEATS} heartbeats at most`, ["name"]);
  }
  await command(asking, heartbeatId, {
    type: "WriteHeartbeat", now: nowOf(asking), heartbeatId, integrationId: integration.integrationId, ...wish,
  });
  note(asking, before === null ? "add heartbeat" : "update heartbeat", { why: "", body: textOf(body) });
  return brief(asking, wish.name, before === null ? 201 : 200);
}

async function remove(asking: Asking, { params: { name } }: FastifyRequest<Named>): Promise<FastifyReply> {
  const { heartbeatId } = await there(asking, name);
  await command(asking, heartbeatId, {
    type: "RemoveHeartbeat", now: nowOf(asking), heartbeatId, reason: `removed by ${asking.integration.name}`,
  });
  note(asking, "delete heartbeat", { why: "", body: textOf({ heartbeat: name }) });
  return replyGenie(asking.reply, 200, { result: "Deleted" });
}

const rowOf = (asking: Asking, name: string) => asking.doors.server.readModel.heartbeats.get(idNamed(asking, name));

function shown(asking: Asking, name: string, code: number): FastifyReply {
  const row = rowOf(asking, name);
  if (row === undefined) throw new Behind("the heartbeat is not known here yet");
  return replyGenie(asking.reply, code, { data: shownHeartbeat(row, asking.doors.server.readModel) });
}

/** As it is answered where it was changed. */
function brief(asking: Asking, name: string, code: number): FastifyReply {
  const row = rowOf(asking, name);
  if (row === undefined) throw new Behind("the heartbeat is not known here yet");
  const { name: called, enabled, expired } = shownHeartbeat(row, asking.doors.server.readModel);
  return replyGenie(asking.reply, code, {
    result: code === 201 ? "Created" : "Updated", data: { name: called, enabled, expired },
  });
}
