import { pageDecider } from "@ballast/domain";
import { handle, ids, receiptTokenOf } from "@ballast/eventlog";
import { defaultPagePolicy } from "@ballast/schema";
import type { FastifyInstance } from "fastify";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Principal } from "../auth/principal.ts";
import { specHttp } from "../specification/http.ts";
import { specServer, type SpecServer } from "../specification/server.ts";

let spec: SpecServer;
let app: FastifyInstance;
let ana: Principal;
let incidentId: string;
let pageId: string;
let pages = 0;

type Command = Parameters<typeof pageDecider.decide>[0];
let commands = 0;
const act = (command: Command) => handle(spec.server.log, {
  aggregate: pageDecider, id: pageId, command,
  context: {
    commandId: ids.command("receipts", (commands += 1)), actor: { personId: null, name: "spec", means: "workflow" },
    now: spec.server.now().toISOString(), correlationId: ids.part("receipts", "asked"), causationId: ids.part("receipts", "asked"),
  },
});
const keyOf = (n: number): string => [incidentId, pageId, "person", "0", ana.person.id, `sms${String(n)}`].join("/");
const at = { step: "person", round: 0 } as const;
const send = (n: number) => ({ key: keyOf(n), personId: ana.person.id, channel: "sms" } as const);
const now = (): string => spec.server.now().toISOString();
/** The provider took it. */
const handed = (n: number) => act({ type: "SendPage", now: now(), pageId, ...at, ...send(n), address: "sms" });

const say = (token: string, payload: unknown = { status: "delivered" }) =>
  app.inject({ method: "POST", url: `/hooks/receipts/${token}`, payload: payload as object });
const tokenOf = (n: number): string => receiptTokenOf(spec.server.keys, keyOf(n));
const facts = async (): Promise<readonly string[]> => {
  const { events } = await spec.server.log.read(`page-${pageId}`);
  return events.flatMap(({ event }) => (event.type === "PageDelivered" || event.type === "PageNotDelivered" ? [event.type] : []));
};

beforeAll(async () => {
  spec = await specServer();
  app = await specHttp(spec);
  ana = await spec.person("ana");
  await spec.run(ana, "registerService", { slug: "checkout", name: "Checkout" });
  ({ recordId: incidentId } = await spec.run(ana, "declareIncident", { title: "Slow", severity: 2, services: ["checkout"] }));
});
afterAll(() => spec.close());

async function paged(sends: readonly number[]): Promise<void> {
  pageId = ids.page(incidentId, "responders", `receipts ${String(pages += 1)}`);
  await act({
    type: "RequestPage", now: now(), pageId, incidentId, purpose: "responders", severity: 2, rotationIds: [], escalations: [],
    personIds: [], reason: "it fails", policy: defaultPagePolicy,
  });
  await act({
    type: "ClaimStep", now: now(), pageId, ...at, rung: null, sends: sends.map((n) => ({ ...send(n), afterMs: 0 })),
  });
}

describe("what a provider says of a message", () => {
  it("is taken by the address that it was handed, once, however often it says so, and its first word holds", async () => {
    await paged([1, 2]);
    await handed(1);
    const answers = [await say(tokenOf(1)), await say(tokenOf(1)), await say(tokenOf(1), { status: "failed", reason: "no" })];
    expect(answers.map(({ statusCode }) => statusCode)).toEqual([200, 200, 200]);
    expect(await facts()).toEqual(["PageDelivered"]);
    expect(answers[0]?.headers["cache-control"]).toBe("no-store");
    await Promise.all([say(tokenOf(2), { status: "Undelivered", reason: "the number is off" }), say(tokenOf(2), { status: "FAILED" })]);
    expect(await facts()).toEqual(["PageDelivered", "PageNotDelivered"]);
  });

  it("is taken before the message is known to have gone out; on its way is no end", async () => {
    await paged([1]);
    expect((await say(tokenOf(1), { status: "queued" })).statusCode).toBe(202);
    expect(await facts()).toEqual([]);
    expect((await say(tokenOf(1))).statusCode).toBe(200);
    expect(await facts()).toEqual(["PageDelivered"]);
  });

  it("is kept without the telephone number that it was about, however that is written", async () => {
    await spec.run(ana, "setContacts", { personId: ana.person.id, phone: "+41791234567" });
    await paged([1, 2]);
    const reasons = ["0041 79 123 45 67 is off, see https://sms.example/reports/41791234567", "Unknown subscriber (079) 123-45-67"];
    for (const [index, reason] of reasons.entries()) await say(tokenOf(index + 1), { status: "failed", reason });
    const { events } = await spec.server.log.read(`page-${pageId}`);
    const said = events.flatMap(({ event }) => (event.type === "PageNotDelivered" ? [event.data.reason] : []));
    expect(said).toEqual(["the provider says: … is off, see https://sms.example/…", "the provider says: Unknown subscriber …"]);
  });

  it("counts still when it comes late, and is said to be late", async () => {
    await paged([1]);
    await handed(1);
    await act({ type: "MissReceipt", now: new Date(spec.server.now().getTime() + 60_000).toISOString(), pageId, key: keyOf(1) });
    expect((await say(tokenOf(1))).statusCode).toBe(200);
    const { events } = await spec.server.log.read(`page-${pageId}`);
    expect(events.at(-1)?.event).toMatchObject({ type: "PageDelivered", data: { late: true } });
    expect(events.at(-1)?.metadata.actor).toMatchObject({ personId: null, means: "webhook" });
  });

  it("is nothing where the address is not ours, or was made from another message's", async () => {
    await paged([1, 2]);
    await handed(1);
    await handed(2);
    const [named] = tokenOf(1).split(".");
    const [, signature] = tokenOf(2).split(".");
    const other = receiptTokenOf(spec.server.keys, "__proto__");
    const forged = [`${named ?? ""}.${signature ?? ""}`, named ?? "", `${named ?? ""}.`, ".", "%2e%2e", "x".repeat(2_000), other];
    const answers = await Promise.all(forged.map((token) => say(token)));
    expect(new Set(answers.map(({ statusCode }) => statusCode))).toEqual(new Set([404]));
    expect(await facts()).toEqual([]);
  });

  it("that cannot be read is said to be so, and changes nothing", async () => {
    await paged([1]);
    for (const payload of [{}, [], { status: 5 }, { status: "" }, { state: "delivered" }]) {
      const { statusCode, body } = await say(tokenOf(1), payload);
      expect([statusCode, body]).toEqual([400, expect.stringContaining("status")]);
    }
    expect((await say(tokenOf(1), { status: "delivered", reason: "x".repeat(20_000) })).statusCode).toBe(413);
    expect(await facts()).toEqual([]);
  });
});
