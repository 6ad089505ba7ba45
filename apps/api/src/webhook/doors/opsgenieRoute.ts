import { randomUUID } from "node:crypto";
import { alertDecider } from "@ballast/domain";
import { foldRecord, ids } from "@ballast/eventlog";
import { own, uuid, type DataOf } from "@ballast/schema";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { sha256 } from "../../auth/secrets.ts";
import { openDoor } from "../integrationDoor.ts";
import { fingerprintOf } from "../vendors/reading.ts";
import { bodyOf, pass, takeAnyJson, textOf, type Doors } from "./passing.ts";

const MOST_BYTES = 512 * 1024;

/**
 * Opsgenie's alerts: `POST /v2/alerts`, and by alias `/v2/alerts/{alias}/close` and `/acknowledge`, with `Authorization: GenieKey …`. 202
 * when the log has it, 401 for a wrong key, 422 for what cannot be read, 429 when busy. An alert without an alias is told by
 * the id that was answered. What is not open is not there to be closed or acknowledged: dropped, and answered as Opsgenie does.
 * `GET /v2/alerts/requests/{requestId}` says what became of one, whichever server it is asked of: the id says of which alert it was.
 */
export async function opsgenieRoute(app: FastifyInstance, doors: Doors): Promise<void> {
  await app.register(async (scope) => {
    takeAnyJson(scope);
    scope.post("/v2/alerts", { bodyLimit: MOST_BYTES }, (request, reply) => {
      const { json } = bodyOf(request);
      const alias: unknown = typeof json === "object" && json !== null ? Reflect.get(json, "alias") : undefined;
      return passAs(doors, {
        request, reply, action: "create",
        ...(typeof alias === "string" && alias.trim() !== "" ? { identifier: alias } : withOwnId()),
      });
    });
    scope.get<{ Params: { requestId: string } }>(
      "/v2/alerts/requests/:requestId", (request, reply) => requestStatus(doors, request, reply),
    );
    for (const action of ["close", "acknowledge"] as const) {
      scope.post<{ Params: { identifier: string } }>(`/v2/alerts/:identifier/${action}`, { bodyLimit: MOST_BYTES }, (request, reply) =>
        passAs(doors, { request, reply, action, identifier: request.params.identifier }));
    }
  });
}

/** The integration whose key a request has. */
export async function genieDoor(
  { server: { log, readModel } }: Doors, { headers, query }: FastifyRequest,
): Promise<DataOf<"IntegrationAdded"> | null> {
  // Jobs that can do no more than ask an address have their key in it, as there.
  const asked = own(query as Readonly<Record<string, unknown>>, "apiKey");
  const [, key] = /^GenieKey\s+(\S{1,200})\s*$/i.exec(
    headers.authorization ?? (typeof asked === "string" ? `GenieKey ${asked}` : ""),
  ) ?? [];
  const known = key === undefined ? undefined : readModel.integrations.byKeyHash(sha256(key));
  return known === undefined ? null : openDoor(log, "opsgenie", known.id);
}

/** What Opsgenie answers: `result` where it was taken, `message` where it was not. */
export const replyGenie = (
  reply: FastifyReply,
  code: number,
  said: {
    readonly result: string; readonly requestId?: string; readonly data?: object;
  } | { readonly data: object; readonly requestId?: string } | {
    readonly message: string;
  },
): FastifyReply =>
  reply.code(code).send({ took: Math.round(reply.elapsedTime) / 1_000, requestId: randomUUID(), ...said });

interface Asking {
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
  readonly action: "create" | "close" | "acknowledge";
  readonly identifier: string;
  /** What is answered as the request's id, where that is what tells the alert. */
  readonly requestId?: string;
}

/** An alert that its sender gave no name is told by the id of the request that it came with. */
function withOwnId(): Required<Pick<Asking, "identifier" | "requestId">> {
  const id = randomUUID();
  return { identifier: id, requestId: id };
}

/** Alerts are named by alias, or by the id that `requests` answered. */
async function aliasOf({ server: { log } }: Doors, integrationId: string, { identifier, request }: Asking): Promise<string> {
  const by = own(request.query as Readonly<Record<string, unknown>>, "identifierType");
  if (by === "alias" || !uuid.safeParse(identifier).success) return identifier;
  const alert = await foldRecord(log, alertDecider, identifier.toLowerCase());
  return alert.status !== "absent" && alert.episode?.integrationId === integrationId ? alert.episode.fingerprint : identifier;
}

const actionWords = {
  create: ["Create", "Created alert"], close: ["Close", "Closed alert"], acknowledge: ["Acknowledge", "Acknowledged alert"],
} as const;

/** What a request's id says: the alert's, and what was asked for where that was not to create it. */
const requestIdOf = (action: keyof typeof actionWords, alertId: string): string =>
  action === "create" ? alertId : `${alertId}-${action}`;

/** What became of a request: the log knows the alert, whose id the request's says. */
async function requestStatus(
  doors: Doors, request: FastifyRequest<{ Params: { requestId: string } }>, reply: FastifyReply,
): Promise<FastifyReply> {
  const integration = await genieDoor(doors, request);
  if (integration === null) return replyGenie(reply, 401, { message: "Key format is not valid, or no integration has this key" });
  const { integrationId } = integration;
  const { requestId } = request.params;
  const asked = (["close", "acknowledge"] as const).find((action) => requestId.endsWith(`-${action}`)) ?? "create";
  const id = (asked === "create" ? requestId : requestId.slice(0, -asked.length - 1)).toLowerCase();
  const unknown = (): FastifyReply => replyGenie(reply, 404, { message: "Request not found. It might not be processed, yet." });
  if (!uuid.safeParse(id).success) return unknown();
  // One that had no alias is told by the id of its request.
  for (const alertId of [id, ids.alert(integrationId, id)]) {
    const alert = await foldRecord(doors.server.log, alertDecider, alertId);
    if (alert.status === "absent" || alert.episode?.integrationId !== integrationId) continue;
    const { fingerprint, startsAt } = alert.episode;
    const at = {
      create: startsAt, close: alert.status === "cleared" ? alert.receivedAt : null,
      acknowledge: alert.status === "firing" ? alert.acknowledgedAt : alert.receivedAt,
    }[asked];
    const [action, done] = actionWords[asked];
    return replyGenie(reply, 200, {
      requestId, data: {
        success: at !== null, action, processedAt: at ?? doors.server.now().toISOString(), integrationId, isSuccess: at !== null,
        status: at === null ? "Alert is open, and this was not done" : done, alertId, alias: fingerprint,
      },
    });
  }
  return unknown();
}

async function passAs(doors: Doors, asking: Asking): Promise<FastifyReply> {
  const { request, reply, action } = asking;
  const integration = await genieDoor(doors, request);
  if (integration === null) return replyGenie(reply, 401, { message: "Key format is not valid, or no integration has this key" });
  const { json } = bodyOf(request);
  if (typeof json !== "object" || json === null || Array.isArray(json)) return replyGenie(reply, 422, {
    message: "Request body is not processable: it is not a JSON object",
  });
  const identifier = action === "create" ? asking.identifier : await aliasOf(doors, integration.integrationId, asking);
  const requestId = asking.requestId ?? requestIdOf(action, ids.alert(integration.integrationId, fingerprintOf(identifier)));
  const body = { ...json, identifier };
  const passed = await pass(doors, integration, { action, body, kept: textOf(body) });
  switch (passed.passed) {
    case "taken":
      return replyGenie(reply, 202, { result: "Request will be processed", requestId });
    case "refused":
      return replyGenie(reply, 422, { message: `Request body is not processable: ${passed.why.join("; ")}` });
    case "busy":
      return replyGenie(reply.header("retry-after", "1"), 429, { message: "You are making too many requests!" });
  }
}
