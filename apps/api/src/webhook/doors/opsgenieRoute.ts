import { randomUUID } from "node:crypto";
import type { DataOf } from "@ballast/schema";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { sha256 } from "../../auth/secrets.ts";
import { openDoor } from "../integrationDoor.ts";
import { bodyOf, pass, takeAnyJson, textOf, type Doors } from "./passing.ts";

const MOST_BYTES = 512 * 1024;

/**
 * Opsgenie's alerts: `POST /v2/alerts`, and by alias `/v2/alerts/{alias}/close` and `/acknowledge`, with `Authorization: GenieKey …`. 202
 * when the log has it, 401 for a wrong key, 422 for what cannot be read, 429 when busy. An alert without an alias is told by
 * the id that was answered. What is not open is not there to be closed or acknowledged: dropped, and answered as Opsgenie does.
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
    for (const action of ["close", "acknowledge"] as const) {
      scope.post<{ Params: { identifier: string } }>(`/v2/alerts/:identifier/${action}`, { bodyLimit: MOST_BYTES }, (request, reply) =>
        passAs(doors, { request, reply, action, identifier: request.params.identifier }));
    }
  });
}

/** The integration whose key a request has. */
export async function genieDoor(
  { server: { log, readModel } }: Doors, { headers }: FastifyRequest,
): Promise<DataOf<"IntegrationAdded"> | null> {
  const [, key] = /^GenieKey\s+(\S{1,200})\s*$/i.exec(headers.authorization ?? "") ?? [];
  const known = key === undefined ? undefined : readModel.integrations.byKeyHash(sha256(key));
  return known === undefined ? null : openDoor(log, "opsgenie", known.id);
}

/** What Opsgenie answers: `result` where it was taken, `message` where it was not. */
export const replyGenie = (
  reply: FastifyReply,
  code: number,
  said: { readonly result: string; readonly requestId?: string } | { readonly message: string },
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

async function passAs(doors: Doors, { request, reply, action, identifier, requestId = randomUUID() }: Asking): Promise<FastifyReply> {
  const integration = await genieDoor(doors, request);
  if (integration === null) return replyGenie(reply, 401, { message: "Key format is not valid, or no integration has this key" });
  const { json } = bodyOf(request);
  if (typeof json !== "object" || json === null || Array.isArray(json)) return replyGenie(reply, 422, {
    message: "Request body is not processable: it is not a JSON object",
  });
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
