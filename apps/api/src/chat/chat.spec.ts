import { createHmac } from "node:crypto";
import type { FastifyInstance } from "fastify";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { alertDecider, incidentDecider, integrationDecider, type Aggregate } from "@ballast/domain";
import { handle, ids } from "@ballast/eventlog";
import type { BallastEvent } from "@ballast/schema";
import type { Principal } from "../auth/principal.ts";
import { toGlobalId } from "../graphql/globalId.ts";
import { answered } from "../specification/asking.ts";
import { specHttp } from "../specification/http.ts";
import { specServer, type SpecServer } from "../specification/server.ts";
import { answerLater, mayAnswerAt } from "./later.ts";

const secret = "8f742231b10e8888abcd99yyyzzz85a5";
const start = "2026-11-23T10:30:00.000Z";
let spec: SpecServer;
let app: FastifyInstance;
let ada: Principal;
let eve: Principal;
let chatId: string;
beforeAll(async () => {
  spec = await specServer();
  spec.at(start);
  ada = await spec.person("ada");
  eve = await spec.person("eve", ["engineer"]);
  app = await specHttp(spec);
  await spec.run(ada, "registerService", { slug: "checkout", name: "Checkout" });
  const webhookUrl = "https://hooks.slack.com/services/T/B/x";
  chatId = (await spec.run(ada, "connectChat", { name: "#incidents", signingSecret: secret, webhookUrl })).recordId;
});
afterAll(async () => {
  await app.close();
  await spec.close();
});

interface Sent {
  readonly trigger?: string;
  readonly user?: string;
  readonly at?: string;
  readonly signature?: string;
  readonly id?: string;
}

/** A slash command as Slack sends and signs it. */
async function type(text: string, { trigger = text, user = "U1", at = start, signature, id = chatId }: Sent = {}) {
  const form = new URLSearchParams({
    token: "x", team_id: "T1", team_domain: "example", channel_id: "C1", user_id: user, user_name: "ada.b", command: "/ballast", text,
    response_url: "https://hooks.slack.com/commands/1/2/3", trigger_id: trigger,
  }).toString();
  const timestamp = String(Math.floor(Date.parse(at) / 1_000));
  const signed = signature ?? `v0=${createHmac("sha256", secret).update(`v0:${timestamp}:${form}`).digest("hex")}`;
  return app.inject({
    method: "POST", url: `/hooks/chat/${id}`, payload: form,
    headers: {
      "content-type": "application/x-www-form-urlencoded", "x-slack-request-timestamp": timestamp, "x-slack-signature": signed,
    },
  });
}
const say = async (text: string, sent: Sent = {}): Promise<string> => {
  const { body } = await type(text, sent);
  return (JSON.parse(body) as { readonly text: string }).text;
};
const events = (name: string) =>
  spec.server.readModel.history.list({ filter: { viewer: "all", types: [name as "ChatUserLinked"] }, slice: { first: 50 } }).nodes;
const tokenIn = (text: string): string => /token=(\S+)/.exec(text)?.[1] ?? "";
let commands = 0;
/** Something that another door has told of, as this server knows it then. */
async function tell<State, Command, Event extends BallastEvent>(
  aggregate: Aggregate<State, Command, Event>, id: string, command: Command,
): Promise<void> {
  const commandId = ids.command("chat spec", (commands += 1));
  const { position } = await handle(spec.server.log, {
    aggregate, id, command,
    context: {
      commandId, actor: { personId: null, name: "spec", means: "webhook" }, now: start, correlationId: commandId, causationId: commandId,
    },
  });
  await spec.server.readModel.waitFor(position);
}
const link = async (by: Principal, user: string): Promise<void> => {
  await spec.run(by, "linkChatUser", { token: tokenIn(await say("help", { user, trigger: `link ${user}` })) });
};

describe("a slash command", () => {
  it("is taken with the chat's signature within five minutes of now, and by no other", async () => {
    expect((await type("help")).statusCode).toBe(200);
    expect((await type("help", { signature: `v0=${"0".repeat(64)}` })).statusCode).toBe(401);
    expect((await type("help", { signature: "" })).statusCode).toBe(401);
    expect((await type("help", { at: "2026-11-23T10:24:59.000Z" })).statusCode).toBe(401);
    expect((await type("help", { at: "2026-11-23T10:35:01.000Z" })).statusCode).toBe(401);
    expect((await type("help", { at: "2026-11-23T10:26:00.000Z" })).statusCode).toBe(200);
    expect((await type("help", { id: "00000000-0000-4000-8000-000000000001" })).statusCode).toBe(404);
    expect((await type("help", { id: "__proto__" })).statusCode).toBe(404);
    const json = await app.inject({ method: "POST", url: `/hooks/chat/${chatId}`, payload: { text: "help" } });
    expect(json.statusCode).toBe(415);
    const long = await app.inject({
      method: "POST", url: `/hooks/chat/${chatId}`, payload: "x".repeat(70_000),
      headers: { "content-type": "application/x-www-form-urlencoded" },
    });
    expect(long.statusCode).toBe(413);
  });

  it("of somebody whom nobody knows does nothing, and shows them a link that works once, for ten minutes, for a person", async () => {
    const said = await say("declare Orders fail", { user: "U9" });
    expect(said).toContain("Nobody here knows you yet");
    expect(events("IncidentDeclared")).toEqual([]);
    const token = tokenIn(said);
    await expect(spec.run({ ...eve, means: "api-token" }, "linkChatUser", { token })).rejects.toMatchObject({ code: "NOT_ALLOWED" });
    await expect(spec.run(eve, "linkChatUser", { token: `${token}x` })).rejects.toMatchObject({ code: "INVALID_INPUT", path: ["token"] });
    expect((await answered(spec, eve, { query: `{ chatLinkAsked(token: ${JSON.stringify(token)}) { name user chat } }` }))["chatLinkAsked"])
      .toEqual({ name: "ada.b", user: "U9", chat: "#incidents" });
    await spec.run(eve, "linkChatUser", { token });
    await expect(spec.run(ada, "linkChatUser", { token })).rejects.toMatchObject({ code: "INVALID_INPUT" });
    const other = tokenIn(await say("help", { user: "U8" }));
    spec.at("2026-11-23T10:40:01.000Z");
    await expect(spec.run(eve, "linkChatUser", { token: other })).rejects.toMatchObject({ code: "INVALID_INPUT" });
    spec.at(start);
    const user = events("ChatUserLinked")[0]?.event.data as { readonly chatUserId: string };
    await expect(spec.run(await spec.person("vic", ["viewer"]), "unlinkChatUser", { chatUserId: user.chatUserId }))
      .rejects.toMatchObject({ code: "NOT_ALLOWED" });
    await spec.run(eve, "unlinkChatUser", { chatUserId: user.chatUserId });
    expect(await say("who", { user: "U9", trigger: "after" })).toContain("Nobody here knows you yet");
    await expect(spec.run(eve, "linkChatUser", { token })).rejects.toMatchObject({ code: "INVALID_INPUT" });
  });

  it("declares, reports, rates, joins and resolves, once however often it is delivered", async () => {
    await link(ada, "U1");
    const [one, two] = await Promise.all([say("declare sev3 in checkout: Orders <fail>"), say("declare sev3 in checkout: Orders <fail>")]);
    expect(one).toMatch(/^INC-1 Orders &lt;fail&gt; is declared, severity 3\. http:\/\/127\.0\.0\.1:4000\/incidents\//);
    expect(two).toBe(one);
    spec.at("2026-11-23T10:33:00.000Z");
    expect(await say("declare sev3 in checkout: Orders <fail>")).toBe(one);
    expect(events("IncidentDeclared")).toHaveLength(1);
    expect(await say("update 1 We look into it")).toBe("INC-1 Orders &lt;fail&gt;: the update is posted.");
    expect(events("UpdatePosted")[0]?.event.data).toMatchObject({ visibility: "internal", body: "We look into it" });
    expect(await say("severity INC-1 2 more of them")).toBe("INC-1 Orders &lt;fail&gt; has severity 2.");
    expect(await say("join 1 as commander")).toBe("You are commander of INC-1 Orders &lt;fail&gt;.");
    expect(await say("ack 1")).toBe("No page of INC-1 wants an answer.");
    expect(await say("resolve 1 rolled back")).toBe("INC-1 Orders &lt;fail&gt; is resolved.");
    expect(await say("resolve 99")).toBe("There is no INC-99. Nothing was changed.");
    expect(await say("declare in nowhere: It fails")).toContain("Nothing was changed.");
    expect(await say("dance")).toContain("There is no command `dance`.");
    expect(await say("who")).toBe("There is no schedule yet.");
    const { metadata } = events("UpdatePosted")[0] ?? { metadata: null };
    expect(metadata?.actor).toMatchObject({ personId: ada.person.id });
    spec.at(start);
  });

  it("has the rights of who is linked, as they are now: none to what is private, and none once they have left", async () => {
    await link(eve, "U2");
    const hidden = await spec.run(ada, "declareIncident", { title: "Payroll leaked", severity: 2, services: ["checkout"], private: true });
    expect(hidden.recordId).not.toBe("");
    expect(await say("update 2 I saw it", { user: "U2" })).toBe("There is no INC-2. Nothing was changed.");
    expect(await say("update 2 We look", { user: "U1" })).toBe("INC-2: the update is posted.");
    const vic = await spec.person("vera", ["viewer"]);
    await link(vic, "U3");
    expect(await say("update 1 hello", { user: "U3" })).toMatch(/may not do this.*Nothing was changed\.$/);
    expect(await say("update 2 We look", { user: "U2", trigger: "update 2 We look" })).toBe("This was asked by somebody else.");
    await spec.run(ada, "removePerson", { personId: vic.person.id });
    await spec.server.directory.waitFor((await spec.run(ada, "connectChat", { name: "other", signingSecret: secret })).position);
    expect(await say("who", { user: "U3", trigger: "gone" })).toContain("Nobody here knows you yet");
  });

  it("is of a service that is named without a colon, and refused where there is none of that name", async () => {
    const before = events("IncidentDeclared").length;
    expect(await say("declare in nowhere it fails")).toContain("There is no service `nowhere`. Say `declare in SERVICE: what is wrong`");
    expect(await say("declare in checkout")).toContain("Say what is wrong as well");
    expect(events("IncidentDeclared")).toHaveLength(before);
    expect(await say("declare sev4 in checkout it fails \u202eagain"))
      .toMatch(/^INC-\d+ \u2068it fails \u202eagain\u2069 is declared, severity 4/);
    expect(events("IncidentDeclared").map(({ event }) => event.data)).toContainEqual(
      expect.objectContaining({ title: "it fails \u202eagain", serviceIds: [expect.any(String)] }),
    );
  });
});

describe("an answer", () => {
  it("that is longer than a chat shows is cut, and says so", async () => {
    const long = (name: string): string => `${name} ${"長".repeat(280)}`;
    await spec.run(ada, "describePerson", { personId: ada.person.id, name: long("Ada"), timeZone: "UTC" });
    for (let index = 0; index < 30; index += 1) {
      await spec.run(ada, "createRotation", {
        name: long(`Schedule ${String(index)}`), timeZone: "UTC", handOver: { every: "week", weekday: 1, at: "08:00" },
        people: [ada.person.id],
      });
    }
    const { statusCode, body } = await type("who", { trigger: "who, at length" });
    expect(statusCode).toBe(200);
    const { text } = JSON.parse(body) as { readonly text: string };
    expect(text.length).toBeLessThan(4_000);
    expect(text).toMatch(/Schedule \d.*There is more of it than a chat shows: the console has it all\.$/su);
    expect(await say("who", { trigger: "who, at length" })).toBe(text);
    // Whoever has a name as long as names may be can do what others can.
    const { metadata } = events("RotationCreated")[0] ?? { metadata: null };
    expect(metadata?.actor.personId).toBe(ada.person.id);
  });

  it("names no incident by what labels of its alerts keep inside", async () => {
    const title = "Orders of acme-secret fail";
    const { recordId } = await spec.run(ada, "declareIncident", { title, severity: 3, services: ["checkout"] });
    const integrationId = ids.part("chat", "integration");
    const alertId = ids.part("chat", "alert");
    await tell(integrationDecider, integrationId, {
      type: "AddIntegration", now: start, integrationId, kind: "alertmanager", name: "Prometheus", keyHash: "0".repeat(64),
      sealedSecret: null, serviceId: null, severities: { critical: 2 }, defaultSeverity: 3, redactedLabels: ["customer"], mapping: null,
      ownerId: ada.person.id,
    });
    await tell(alertDecider, alertId, {
      type: "FireAlert", now: start, alertId, integrationId, fingerprint: "f", groupKey: "", name: "Orders", summary: "", startsAt: start,
      severity: "critical", labels: { customer: "acme-secret" }, annotations: {}, serviceId: null, generatorUrl: null,
    });
    await tell(incidentDecider, recordId, {
      type: "AttachAlert", now: start, incidentId: recordId, alertId, episodeId: ids.episode(alertId, 1), severity: null, reason: "",
    });
    const { number } = spec.server.readModel.incidents.get(recordId) ?? { number: 0 };
    expect(await say(`update ${String(number)} We look`)).toBe(`INC-${String(number)} Orders of … fail: the update is posted.`);
  });
});

describe("what lets others in", () => {
  it("is told to nobody: neither in views nor in the log, and goes with the chat", async () => {
    const shown = JSON.stringify(await answered(spec, ada, {
      query: "{ chats { name isTold takesCommands commandUrl } events(first: 300) { edges { node { type data } } } }",
    }));
    const sealed = ["sealedAnswer", "sealedWebhook", "sealedSigningSecret"];
    for (const hidden of [secret, "services/T/B/x", ...sealed]) expect(shown).not.toContain(hidden);
    expect(shown).toContain('"isTold":true');
    await expect(spec.run(eve, "connectChat", { name: "mine", signingSecret: secret })).rejects.toMatchObject({ code: "NOT_ALLOWED" });
    await expect(spec.run(ada, "connectChat", { name: "none" })).rejects.toMatchObject({ code: "INVALID_INPUT", path: ["webhookUrl"] });
    await spec.run(ada, "connectChat", { chatId: toGlobalId("Chat", chatId), name: "#ops" });
    expect((await type("help", { trigger: "kept" })).statusCode).toBe(200);
    await spec.run(ada, "disconnectChat", { chatId, reason: "moved" });
    expect((await type("help", { trigger: "gone now" })).statusCode).toBe(404);
  });
});

describe("an answer that comes late", () => {
  it("goes to the chat's own host, by https, and nowhere else", () => {
    const may = (url: string): boolean => mayAnswerAt(url, "hooks.slack.com");
    expect(may("https://hooks.slack.com/commands/1/2/3")).toBe(true);
    for (const url of [
      "http://hooks.slack.com/x", "https://hooks.slack.com.evil.example/x", "https://evil.example/hooks.slack.com",
      "https://hooks.slack.com:8443/x",
      "https://a:b@hooks.slack.com/x", "https://127.0.0.1/x", "file:///etc/passwd", "", "https://hooks.slack.com@evil.example/x",
    ]) expect([url, may(url)]).toEqual([url, false]);
  });

  it("is posted once it is known, and follows nothing", async () => {
    const got: { readonly url: string; readonly init: RequestInit | undefined }[] = [];
    const send = ((url: string, init?: RequestInit) => {
      got.push({ url, init });
      return Promise.resolve(new Response("", { status: 302 }));
    }) as typeof fetch;
    const later = Promise.withResolvers<object>();
    const url = "https://hooks.slack.com/commands/1/2/3";
    expect(answerLater(spec.server, { url, host: "hooks.slack.com", answer: later.promise, send })).toBe(true);
    expect(answerLater(spec.server, { url: "https://evil.example/", host: "hooks.slack.com", answer: later.promise, send })).toBe(false);
    expect(got).toEqual([]);
    later.resolve({ text: "done" });
    await expect.poll(() => got.length).toBe(1);
    expect(got[0]).toMatchObject({ url, init: { method: "POST", redirect: "manual", body: '{"text":"done"}' } });
  });
});
