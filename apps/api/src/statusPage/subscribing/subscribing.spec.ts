import { confirmTokenOf, foldRecord, idOf, stopTokenOf, subscriberIdOf, webhookSecretOf } from "@ballast/eventlog";
import { reachDecider, subscriberDecider } from "@ballast/domain/subscriber";
import { streamName } from "@ballast/schema";
import type { FastifyInstance } from "fastify";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Principal } from "../../auth/principal.ts";
import { answered } from "../../specification/asking.ts";
import { specHttp } from "../../specification/http.ts";
import { specServer, type SpecServer } from "../../specification/server.ts";
import { networkOf } from "./askLimits.ts";
import { forgetStray, tellWhatIsDue } from "../telling/telling.ts";
import { keepReach, reader } from "./subscriptions.ts";

let spec: SpecServer;
let app: FastifyInstance;
let kim: Principal;
let ada: Principal;
let pageId: string;

const post = (url: string, form: string | Readonly<Record<string, string>> = "", ip = "203.0.113.9") =>
  app.inject({
    method: "POST", url, remoteAddress: ip, headers: { "content-type": "application/x-www-form-urlencoded" },
    payload: typeof form === "string" ? form : new URLSearchParams(form).toString(),
  });
const ask = (form: Readonly<Record<string, string>>, ip?: string) => post("/status/public/subscribe", form, ip);
const list = {
  query: "query ($id: ID!) { subscribers(statusPageId: $id, first: 50) { totalCount edges { node { id channel address components groups } } } }",
};
interface Hearer {
  readonly id: string;
  readonly address: string | null;
}
type Listed = { readonly subscribers: { readonly edges: readonly { readonly node: Hearer }[] } };
const listed = async (): Promise<readonly Hearer[]> =>
  ((await answered(spec, kim, { ...list, variables: { id: pageId } })) as Listed).subscribers.edges.map(({ node }) => node);
const everyEvent = () => spec.server.readModel.history.list({ filter: { viewer: "all" }, slice: { first: 500 } }).nodes;
const lastAsk = (): { readonly subscriberId: string; readonly askId: string } => {
  const [found] = everyEvent().flatMap(({ event }) => (event.type === "SubscriptionAsked" ? [event.data] : []));
  if (found === undefined) throw new Error("nobody has asked");
  return found;
};
const settle = async (): Promise<void> => {
  for await (const { position } of spec.server.log.readAll({ backwards: true, max: 1 })) await spec.server.readModel.waitFor(position);
};
const confirmUrl = ({ subscriberId, askId }: { subscriberId: string; askId: string }): string =>
  `/status/public/confirm/${subscriberId}/${askId}/${confirmTokenOf(spec.server.keys, subscriberId, askId)}`;
const stopUrl = (id: string): string => `/status/public/unsubscribe/${id}/${stopTokenOf(spec.server.keys, id)}`;

beforeAll(async () => {
  spec = await specServer();
  app = await specHttp(spec);
  kim = await spec.person("kim", ["tpm", "engineer", "admin"]);
  ada = await spec.person("ada", ["engineer", "commander"]);
  await spec.run(kim, "registerService", { slug: "shop", name: "Shop" });
  ({ recordId: pageId } = await spec.run(kim, "defineStatusPage", { slug: "public", name: "Marlow status" }));
  await spec.run(kim, "layOutStatusPage", {
    statusPageId: pageId, groups: [{ name: "Store" }],
    components: [
      { name: "Checkout", group: "Store", service: "shop", component: "Checkout" }, { name: "Mail", service: "shop", component: "Mail" },
    ],
  });
});
afterAll(async () => {
  await app.close();
  await spec.close();
});

describe("a subscription", () => {
  it("is asked for by a form without a script, and begins when it is confirmed by a press, not by opening the link", async () => {
    const { body, headers } = await app.inject({ url: "/status/public/subscribe.html" });
    expect(body).toContain('<form method="post" action="/status/public/subscribe">');
    expect(body).toContain("Store");
    expect(body).not.toContain("<script");
    expect(headers["content-security-policy"]).toContain("form-action 'self'");
    const answer = await ask({ channel: "mail", address: " Ana@Example.org ", part: "all" });
    expect([answer.statusCode, answer.headers["cache-control"]]).toEqual([200, "no-store"]);
    expect(answer.body).toContain("A message with a link is on its way");
    await settle();
    expect(await listed()).toEqual([]);
    const url = confirmUrl(lastAsk());
    expect((await app.inject({ url })).body).toContain("Get updates of Marlow status?");
    expect(await listed()).toEqual([]);
    expect((await post(url)).body).toContain("You get updates of Marlow status from now on");
    expect(await listed()).toMatchObject([{ channel: "mail", address: "Ana@Example.org", components: [], groups: [] }]);
    expect((await post(url)).statusCode).toBe(200);
    expect((await post(`${url.slice(0, -1)}x`)).statusCode).toBe(404);
    expect((await app.inject({ url: `${url.slice(0, -1)}x` })).statusCode).toBe(404);
  });

  it("is answered the same whether there was one or not, and asks each address seldom", async () => {
    spec.at("2026-11-23T10:00:00.000Z");
    const [known, strange] = [
      await ask({ channel: "mail", address: "ana@example.org", part: "all" }, "203.0.113.10"),
      await ask({ channel: "mail", address: "zoe@example.org", part: "all" }, "203.0.113.10"),
    ];
    expect([known.statusCode, known.body]).toEqual([strange.statusCode, strange.body]);
    await settle();
    const asks = () => everyEvent().filter(({ event }) => event.type === "SubscriptionAsked").length;
    const before = asks();
    expect((await ask({ channel: "mail", address: "ana@example.org", part: "all" }, "203.0.113.10")).body).toBe(known.body);
    await settle();
    expect(asks()).toBe(before);
    expect(await listed()).toHaveLength(1);
  });

  it("is refused where there is no address or no such part, and where too many ask", async () => {
    const forms: readonly Readonly<Record<string, string>>[] = [
      { channel: "mail", address: "nobody" }, { channel: "mail", address: "a@b\r\nBcc: x@y" },
      { channel: "chat", address: "javascript:alert(1)" }, { channel: "webhook", address: "https://u:p@example.org/" },
      { channel: "pigeon", address: "a@example.org" },
      { channel: "mail", address: "a@example.org", part: "c:00000000-0000-4000-8000-000000000000" }, {},
    ];
    for (const form of forms) expect([form, (await ask(form, "203.0.113.11")).statusCode]).toEqual([form, 400]);
    expect((await post("/status/none/subscribe", { channel: "mail", address: "a@example.org" })).statusCode).toBe(404);
    const codes: number[] = [];
    const from = async (n: number, ip: string): Promise<number> =>
      (await ask({ channel: "mail", address: `${ip}-${String(n)}@example.org` }, ip)).statusCode;
    for (let n = 0; n < 6; n += 1) codes.push(await from(n, "203.0.113.12"));
    expect(codes).toEqual([200, 200, 200, 200, 200, 429]);
    let through = 0;
    for (let n = 0; n < 80; n += 1)
      if ((await from(n, `203.0.113.${String(100 + n)}`)) === 200) through += 1;
    expect(through).toBeLessThanOrEqual(60);
    spec.at("2026-11-23T10:20:00.000Z");
    expect((await ask({ channel: "mail", address: "later@example.org" }, "203.0.113.12")).statusCode).toBe(200);
  });

  it("ends by one press of a mail program or a reader, and the address is nowhere then", async () => {
    await settle();
    const [ana] = await listed();
    const id = ana?.id ?? "";
    expect((await app.inject({ url: stopUrl(id) })).body).toContain("Stop updates of Marlow status?");
    expect(await listed()).toHaveLength(1);
    expect((await post(`${stopUrl(id).slice(0, -2)}xx`, "List-Unsubscribe=One-Click")).statusCode).toBe(404);
    expect((await post(stopUrl(id), "List-Unsubscribe=One-Click")).statusCode).toBe(200);
    const other = { "content-type": "multipart/form-data; boundary=x" };
    expect((await app.inject({ method: "POST", url: stopUrl(id), headers: other, payload: "--x--" })).statusCode).toBe(200);
    await settle();
    expect(await listed()).toEqual([]);
    expect(await foldRecord(spec.server.log, reachDecider, id)).toEqual({ status: "known", sealed: null });
    expect((await spec.server.log.read(streamName("reach", id))).events).toHaveLength(1);
    expect(spec.server.readModel.subscribers.reachOf([id]).size).toBe(0);
    expect(JSON.stringify(everyEvent().map(({ event }) => event))).not.toMatch(/example\.org/iu);
  });

  it("that nobody confirmed is forgotten after a week, with its address", async () => {
    await settle();
    const { subscriberId } = lastAsk();
    expect(spec.server.readModel.subscribers.reachOf([subscriberId]).size).toBe(1);
    await tellWhatIsDue(spec.server);
    await settle();
    expect(spec.server.readModel.subscribers.reachOf([subscriberId]).size).toBe(1);
    spec.at("2026-12-01T10:20:00.000Z");
    await tellWhatIsDue(spec.server);
    await settle();
    expect(spec.server.readModel.subscribers.reachOf([subscriberId]).size).toBe(0);
    expect((await post(confirmUrl(lastAsk()))).statusCode).toBe(404);
  });
});

describe("an address", () => {
  const form = { channel: "mail", address: "gone@example.org", part: "all" };
  const id = () => subscriberIdOf(spec.server.keys, { statusPageId: pageId, channel: "mail", address: form.address });

  it("that was taken away is not kept again by who asks for it too soon", async () => {
    expect((await ask(form, "203.0.113.40")).statusCode).toBe(200);
    await settle();
    await post(confirmUrl(lastAsk()));
    await post(stopUrl(id()));
    expect((await ask(form, "203.0.113.41")).statusCode).toBe(200);
    await settle();
    expect(spec.server.readModel.subscribers.reachOf([id()]).size).toBe(0);
  });

  it("of somebody who hears already stays as they wrote it, and their old asks keep nobody's from being forgotten", async () => {
    await spec.run(kim, "addSubscriber", { statusPageId: pageId, channel: "mail", address: "Case@example.org", reason: "agreed" });
    expect((await ask({ ...form, address: "CASE@example.org" }, "203.0.113.42")).statusCode).toBe(200);
    await settle();
    expect((await listed()).map(({ address }) => address)).toContain("Case@example.org");
    spec.at("2026-12-20T10:20:00.000Z");
    expect(spec.server.readModel.subscribers.unconfirmedSince("2026-12-20T10:20:00.000Z")).toEqual([]);
    expect(spec.server.readModel.subscribers.unconfirmed(pageId)).toBe(0);
    for (const { id: subscriberId } of await listed()) await spec.run(kim, "removeSubscriber", { statusPageId: pageId, subscriberId });
  });

  it("of a webhook is one, whatever stands behind its #", () => {
    const of = (address: string) => subscriberIdOf(spec.server.keys, { statusPageId: pageId, channel: "webhook", address });
    expect(of("https://hooks.example.org/in#1")).toBe(of("https://hooks.example.org/in"));
  });
});

describe("who hears of what left the page", () => {
  it("does not stand there as somebody who hears of everything", async () => {
    const [store, orders] = [{ name: "Store" }, { name: "Orders", service: "shop", component: "Orders" }];
    const at = async (components: readonly object[]) =>
      spec.run(kim, "layOutStatusPage", { statusPageId: placed, groups: [store], components });
    const { recordId: placed } = await spec.run(kim, "defineStatusPage", { slug: "placed", name: "Placed" });
    await at([orders]);
    const who = { statusPageId: placed, channel: "mail", address: "part@example.org", components: ["Orders"], reason: "agreed" };
    await spec.run(kim, "addSubscriber", who);
    await at([{ name: "Search", service: "shop", component: "Search" }]);
    const { subscribers } = (await answered(spec, kim, { ...list, variables: { id: placed } })) as {
      readonly subscribers: { readonly edges: readonly { readonly node: { readonly components: readonly string[] } }[] };
    };
    expect(subscribers.edges.map(({ node }) => node.components)).toEqual([[expect.stringMatching(/^[0-9a-f-]{36}$/u)]]);
  });
});

it("whoever asks from one network of IPv6 is one who asks", () => {
  expect(networkOf("2001:db8:1:2::7")).toBe(networkOf("2001:db8:1:2:aaaa:bbbb:cccc:dddd"));
  expect(networkOf("2001:db8:1:2::7")).not.toBe(networkOf("2001:db8:1:3::7"));
  expect(networkOf("::ffff:203.0.113.7")).not.toBe(networkOf("::ffff:203.0.113.8"));
  expect(networkOf("203.0.113.7")).toBe("203.0.113.7");
  expect(networkOf("fe80::1%eth0")).toBe(networkOf("fe80::2%eth0"));
});

describe("subscribers", () => {
  it("are added, listed and removed by who has the right, and by nobody else", async () => {
    const input = {
      statusPageId: pageId, channel: "webhook", address: "https://hooks.example.net/in", groups: ["Store"], reason: "moved in",
    };
    await expect(spec.run(ada, "addSubscriber", input)).rejects.toMatchObject({ code: "NOT_ALLOWED" });
    const { secret, subscriberId = "" } = await spec.run(kim, "addSubscriber", { ...input, idempotencyKey: "one" });
    expect(secret).toBe(webhookSecretOf(spec.server.keys, subscriberId));
    expect(await listed()).toMatchObject([{ address: "https://hooks.example.net/in", groups: ["Store"], components: [] }]);
    await expect(answered(spec, ada, { ...list, variables: { id: pageId } })).rejects.toThrow(/may not/u);
    const counted = await answered(spec, ada, {
      query: "query ($id: ID!) { statusPage(id: $id) { subscriberCounts { mail chat webhook } } }", variables: { id: pageId },
    });
    expect(counted).toEqual({ statusPage: { subscriberCounts: { mail: 0, chat: 0, webhook: 1 } } });
    for (const [more, code] of [
      [{ components: ["None"] }, "NOT_FOUND"], [{ address: "x" }, "INVALID_INPUT"], [{ channel: "mail" }, "INVALID_INPUT"],
    ] as const) await expect(spec.run(kim, "addSubscriber", { ...input, ...more })).rejects.toMatchObject({ code });
    const { recordId: other } = await spec.run(kim, "defineStatusPage", { slug: "other", name: "Other" });
    const removal = { statusPageId: pageId, subscriberId };
    await expect(spec.run(kim, "removeSubscriber", { ...removal, statusPageId: other })).rejects.toMatchObject({ code: "NOT_FOUND" });
    await expect(spec.run(ada, "removeSubscriber", removal)).rejects.toMatchObject({ code: "NOT_ALLOWED" });
    await spec.run(kim, "removeSubscriber", removal);
    expect(await listed()).toEqual([]);
    // The first answer came late and is asked for again: nobody is brought back by that.
    await spec.run(kim, "addSubscriber", { ...input, idempotencyKey: "one" });
    expect(await listed()).toEqual([]);
    expect(spec.server.readModel.subscribers.reachOf([subscriberId]).size).toBe(0);
    expect(JSON.stringify(everyEvent().map(({ event }) => event))).not.toMatch(/hooks\.example/u);
  });
});

it("an address that is kept of nobody, as who kept it died before the question was written, is taken away an hour later", async () => {
  const stray = idOf(subscriberDecider, pageId, "mail", "stray");
  const sealed = async (id: string): Promise<boolean> => {
    const reach = await foldRecord(spec.server.log, reachDecider, id);
    return reach.status === "known" && reach.sealed !== null;
  };
  spec.at("2026-11-24T09:00:00.000Z");
  await keepReach(spec.server, { subscriberId: stray, address: "stray@example.org" }, reader);
  await ask({ channel: "mail", address: "known@example.org", part: "all" }, "203.0.113.77");
  const known = subscriberIdOf(spec.server.keys, { statusPageId: pageId, channel: "mail", address: "known@example.org" });
  await forgetStray(spec.server);
  expect([await sealed(stray), await sealed(known)]).toEqual([true, true]);
  spec.at("2026-11-24T10:01:00.000Z");
  await forgetStray(spec.server);
  expect([await sealed(stray), await sealed(known)]).toEqual([false, true]);
});
