import type { IntegrationKind } from "@ballast/schema";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { sameText, sha256 } from "../../auth/secrets.ts";
import type { ApiServer } from "../../graphql/context.ts";
import { replyBusy } from "../busy.ts";
import { noSuchDoor, openDoor, type AddedIntegration } from "../integrationDoor.ts";
import { refusedBySns } from "../sns/snsGuard.ts";
import { bodyOf, pass, takeAnyJson, textOf, type Doors, type Passed } from "./passing.ts";

const MOST_BYTES = 1024 * 1024;
/** So many CloudEvents in one batch at most. */
const MOST_EVENTS = 1_000;

/** The integration whose key an address holds. @throws Rejection NOT_FOUND, whichever part of it was wrong */
export async function addressedDoor(
  { log }: Pick<ApiServer, "log">, kind: IntegrationKind, key: string,
): Promise<AddedIntegration> {
  const integration = await openDoor(log, kind, key.split(".")[0] ?? "");
  if (integration === null || !sameText(integration.keyHash ?? "", sha256(key))) throw noSuchDoor();
  return integration;
}

type Keyed = FastifyRequest<{ Params: { key: string } }>;

/**
 * Doors whose address holds their key: `POST /hooks/webhook/:key` (the vendor is recognised), `/hooks/json/:key` (by the integration's
 * mapping), `/hooks/cloudevents/:key` (structured, binary, or a batch). 200 or 202 when the log has it, 400 for what cannot be read, 404
 * for an unknown key, 503 when busy or behind the log.
 */
export async function addressedRoute(app: FastifyInstance, doors: Doors): Promise<void> {
  await app.register(async (scope) => {
    takeAnyJson(scope);
    const at = (
      kind: "webhook" | "json" | "cloudevents",
      take: (request: Keyed, reply: FastifyReply, integration: AddedIntegration) => Promise<FastifyReply>
    ): void => {
      const known = new WeakMap<FastifyRequest, AddedIntegration>();
      scope.post<{ Params: { key: string } }>(`/hooks/${kind}/:key`, {
        bodyLimit: MOST_BYTES,
        // Who has no key is sent away before anything of a body is read.
        onRequest: async (request) => void known.set(request, await addressedDoor(doors.server, kind, request.params.key)),
      }, (request, reply) => {
        const integration = known.get(request);
        if (integration === undefined) throw noSuchDoor();
        return take(request, reply, integration);
      });
    };
    for (const kind of ["webhook", "json"] as const) {
      at(kind, async (request, reply, integration) => {
        const { text, json } = bodyOf(request);
        const wrong = (): Promise<string | null> => refusedBySns(doors.sns, integration.snsTopics, json);
        return answer(reply, await pass(doors, integration, { action: "", body: json, kept: text, wrong }));
      });
    }
    at("cloudevents", async (request, reply, integration) => {
      const events = cloudEventsOf(request);
      if (events.length > MOST_EVENTS) return refuse(reply, [`more than ${MOST_EVENTS} events in one batch`]);
      const refused: string[] = [];
      for (const [index, body] of events.entries()) {
        const type: unknown = typeof body === "object" && body !== null ? Reflect.get(body, "type") : undefined;
        const passed = await pass(doors, integration, { action: typeof type === "string" ? type : "", body, kept: textOf(body) });
        if (passed.passed === "busy") return replyBusy(reply);
        if (passed.passed === "refused") refused.push(...passed.why.map((why) => (events.length === 1 ? why : `event ${index}: ${why}`)));
      }
      return refused.length > 0 ? refuse(reply, refused) : reply.code(202).send({ accepted: events.length });
    });
  });
}

const refuse = (reply: FastifyReply, why: readonly string[]): FastifyReply =>
  reply.code(400).send({
    code: "INVALID_INPUT", message: why.slice(0, 20).join("; "), field: [],
    fix: "Correct what was sent; what came is kept at the integration, with this reason.",
  });

function answer(reply: FastifyReply, passed: Passed): FastifyReply {
  switch (passed.passed) {
    case "taken": {
      const { outcome, why, received } = passed.taken;
      return reply.code(outcome === "ignored" ? 202 : 200).send({ outcome, ...(why === "" ? {} : { why }), ...received });
    }
    case "refused":
      return refuse(reply, passed.why);
    case "busy":
      return replyBusy(reply);
  }
}

/** A batch, one as JSON, or one whose attributes stand in headers and whose data is the body. */
function cloudEventsOf(request: FastifyRequest): readonly unknown[] {
  const { text, json } = bodyOf(request);
  const type = (request.headers["content-type"] ?? "").toLowerCase();
  if (Array.isArray(json) && (type.startsWith("application/cloudevents-batch") || request.headers["ce-id"] === undefined)) return json;
  if (request.headers["ce-specversion"] === undefined) return [json];
  const attributes = Object.entries(request.headers).flatMap(([name, value]) =>
    name.startsWith("ce-") && typeof value === "string" ? [[name.slice(3), decoded(value)] as const] : []);
  return [{ ...Object.fromEntries(attributes), data: json ?? text }];
}

/** Attributes in headers are percent-encoded. */
function decoded(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    return value; // a % that encodes nothing
  }
}
