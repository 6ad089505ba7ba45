import { createHash, randomUUID } from "node:crypto";
import type { DataOf } from "@ballast/schema";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { sha256 } from "../../auth/secrets.ts";
import { openDoor } from "../integrationDoor.ts";
import { bodyOf, pass, takeAnyJson, textOf, type Doors, type Passed } from "./passing.ts";

/** Largest event, bytes, as at PagerDuty. */
const MOST_BYTES = 512 * 1024;

const invalid = (reply: FastifyReply, errors: readonly string[]): FastifyReply =>
  reply.code(400).send({ status: "invalid event", message: "Event object is invalid", errors });

/**
 * `POST /v2/enqueue` and `/v2/change/enqueue`, PagerDuty's Events API v2: 202 when the log has it, 400 with what is wrong, 413 beyond
 * 512 KB, 429 when busy (its clients try again then). Which key was wrong, or that it was removed, nobody is told.
 */
export async function pagerDutyRoute(app: FastifyInstance, doors: Doors): Promise<void> {
  await app.register(async (scope) => {
    takeAnyJson(scope);
    scope.post("/v2/enqueue", { bodyLimit: MOST_BYTES }, async (request, reply) => {
      const given = eventIn(request);
      const integration = given === null ? null : await doorOf(doors, request, given);
      if (given === null) return invalid(reply, ["The event is not a JSON object"]);
      if (integration === null) return invalid(reply, ["'routing_key' is missing, or no integration has it"]);
      const { routing_key: _, ...event } = given;
      const key = typeof event["dedup_key"] === "string" && event["dedup_key"] !== "" ? event["dedup_key"] : null;
      // Only a trigger may leave its key to us; PagerDuty's are as long.
      const body = key === null && event["event_action"] === "trigger" ? { ...event, dedup_key: randomUUID().replaceAll("-", "") } : event;
      const action = typeof event["event_action"] === "string" ? event["event_action"] : "enqueue";
      const passed = await pass(doors, integration, { action, body, kept: textOf(body) });
      return answer(reply, passed, { status: "success", message: "Event processed", dedup_key: body["dedup_key"] ?? key });
    });
    scope.post("/v2/change/enqueue", { bodyLimit: MOST_BYTES }, async (request, reply) => {
      const given = eventIn(request);
      const integration = given === null ? null : await doorOf(doors, request, given);
      if (given === null) return invalid(reply, ["The event is not a JSON object"]);
      if (integration === null) return invalid(reply, ["'routing_key' is missing, or no integration has it"]);
      const { routing_key: _, ...event } = given;
      // A change has no key: the same text is the same change.
      const changeId = createHash("sha256").update(textOf(event)).digest("hex").slice(0, 32);
      const body = { ...event, changeId };
      const passed = await pass(doors, integration, { action: "change", body, kept: textOf(body) });
      return answer(reply, passed, { status: "success", message: "Change event processed" });
    });
  });
}

function eventIn(request: FastifyRequest): Record<string, unknown> | null {
  const { json } = bodyOf(request);
  return typeof json === "object" && json !== null && !Array.isArray(json) ? { ...json } : null;
}

/** By the hash of the key, which is random and long: how long it takes to look says nothing of others. */
async function doorOf(
  { server: { log, readModel } }: Doors,
  request: FastifyRequest,
  event: Record<string, unknown>,
): Promise<DataOf<"IntegrationAdded"> | null> {
  const header = request.headers["x-routing-key"];
  const key = event["routing_key"] ?? header;
  if (typeof key !== "string" || key === "") return null;
  const known = readModel.integrations.byKeyHash(sha256(key));
  return known === undefined ? null : openDoor(log, "pagerduty", known.id);
}

function answer(reply: FastifyReply, passed: Passed, done: object): FastifyReply {
  switch (passed.passed) {
    case "taken":
      return reply.code(202).send(done);
    case "refused":
      return invalid(reply, passed.why);
    case "busy":
      return reply.code(429).header("retry-after", "1").send({
        status: "throttle exceeded", message: "Requests are being sent too fast: try again in a second.", errors: [],
      });
  }
}
