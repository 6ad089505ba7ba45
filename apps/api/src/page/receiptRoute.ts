import { randomUUID } from "node:crypto";
import { setTimeout as wait } from "node:timers/promises";
import { pageDecider, personDecider, Rejection } from "@ballast/domain";
import { foldRecord, handle, messageOfReceipt, receiptTokenOf } from "@ballast/eventlog";
import { streamName, uuid, wholeText, withoutSecrets, type Actor } from "@ballast/schema";
import type { FastifyInstance } from "fastify";
import { z } from "zod";
import { sameText } from "../auth/secrets.ts";
import type { ApiServer } from "../graphql/context.ts";

/** What a provider may say, bytes. */
const MOST_BYTES = 16 * 1024;
/** A receipt may be faster than the step that it is about is known everywhere: so often it is looked again, and so far apart, ms. */
const LOOKS = 10;
const LOOK_EVERY_MS = 200;

const provider: Actor = { personId: null, name: "The provider", means: "webhook" };

const said = z.object({
  status: z.string().trim().toLowerCase().min(1).max(100),
  reason: z.string().max(10_000).optional(),
});

/** Words of providers for the end of a message; every other word is about what is on its way, and is no end. */
const delivered: ReadonlySet<string> = new Set(["delivered", "answered", "completed", "read"]);
const failed: ReadonlySet<string> = new Set([
  "failed", "undelivered", "undeliverable", "rejected", "expired", "busy", "no-answer", "no_answer", "canceled", "cancelled",
]);

/**
 * `POST /hooks/receipts/{key}`: a provider says what became of one message, `{"status": "delivered"}` or `{"status": "failed", "reason"}`.
 * The key was handed to it with the message, names that one alone, and cannot be made by anybody else.
 */
export function receiptRoute(app: FastifyInstance, server: ApiServer): void {
  app.post<{ Params: { key: string } }>("/hooks/receipts/:key", { bodyLimit: MOST_BYTES }, async (request, reply) => {
    void reply.header("cache-control", "no-store");
    const message = messageOfReceipt(request.params.key);
    const pageId = message.split("/")[1];
    if (!uuid.safeParse(pageId).success || pageId === undefined || !sameText(request.params.key, receiptTokenOf(server.keys, message)))
      return reply.code(404).send({ status: "unknown", errors: ["This address is about no message of ours."] });
    const read = said.safeParse(request.body);
    if (!read.success) {
      const errors = read.error.issues.map(({ path, message: why }) => [path.map(String).join("."), why].filter(Boolean).join(": "));
      return reply.code(400).send({ status: "refused", errors: [...errors, `Send {"status": "delivered"} or {"status": "failed"}.`] });
    }
    const { status, reason = "" } = read.data;
    const isDelivered = delivered.has(status);
    if (!isDelivered && !failed.has(status)) return reply.code(202).send({ status: "on its way" });
    const words = withoutSecrets(reason.trim(), await addressesOf(server, message));
    const why = reason.trim() === "" ? `the provider says: ${status}` : `the provider says: ${words}`;
    const taken = await take(server, { pageId, key: message, delivered: isDelivered, reason: wholeText(why, 500) });
    if (taken) return reply.code(200).send({ status: "taken" });
    const errors = ["This message is not known here yet: send it again."];
    return reply.code(503).header("retry-after", "5").send({ status: "later", errors });
  });
}

/** How whoever a message was for is reached: a provider repeats the number that it could not reach. */
async function addressesOf({ log }: Pick<ApiServer, "log">, message: string): Promise<readonly string[]> {
  const personId = message.split("/")[4] ?? "";
  const person = uuid.safeParse(personId).success ? await foldRecord(log, personDecider, personId) : null;
  if (person === null || person.status === "absent") return [];
  return Object.values(person.contacts).filter((address) => typeof address === "string");
}

interface Receipt {
  readonly pageId: string;
  readonly key: string;
  readonly delivered: boolean;
  readonly reason: string;
}

/** Whether it stands in the log now: a repetition does. */
async function take({ log, now }: Pick<ApiServer, "log" | "now">, receipt: Receipt): Promise<boolean> {
  for (let look = 0; look < LOOKS; look += 1) {
    if (look > 0) await wait(LOOK_EVERY_MS);
    const { events } = await log.read(streamName("page", receipt.pageId), { max: 1 });
    const [requested] = events;
    if (requested === undefined) continue;
    const at = now().toISOString();
    try {
      await handle(log, {
        aggregate: pageDecider, id: receipt.pageId, command: { type: "TakeReceipt", now: at, ...receipt },
        context: {
          // What a repetition comes to the page itself decides.
          commandId: randomUUID(), actor: provider, now: at, correlationId: requested.metadata.$correlationId,
          causationId: requested.eventId,
        },
      });
      return true;
    } catch (error) {
      if (!(error instanceof Rejection) || error.code !== "NOT_FOUND") throw error;
    }
  }
  return false;
}
