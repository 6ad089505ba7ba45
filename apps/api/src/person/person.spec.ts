import { Rejection } from "@ballast/domain";
import { ids } from "@ballast/eventlog";
import type { FastifyInstance } from "fastify";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import type { Principal } from "../auth/principal.ts";
import { answered } from "../specification/asking.ts";
import { asAdministrator, specHttp } from "../specification/http.ts";
import { specServer, type SpecServer } from "../specification/server.ts";

let spec: SpecServer;
let app: FastifyInstance;
let ada: Principal;
let eve: Principal;
beforeAll(async () => {
  spec = await specServer();
  ada = await spec.person("ada");
  eve = await spec.person("eve", ["viewer"]);
  app = await specHttp(spec);
});
afterAll(async () => {
  await app.close();
  await spec.close();
});

const codeOf = async (attempt: Promise<unknown>): Promise<string> => {
  try {
    await attempt;
    return "done";
  } catch (error) {
    if (error instanceof Rejection) return error.code;
    throw error;
  }
};
const signIn = (login: string, password: string) => app.inject({ method: "POST", url: "/session", payload: { login, password } });
const session = (cookie: string) => app.inject({ method: "GET", url: "/session", headers: { cookie } });
const cookieOf = (answer: { cookies: readonly { name: string; value: string }[] }): string =>
  answer.cookies.map(({ name, value }) => `${name}=${value}`).join("; ");

describe("by which channels somebody is called", () => {
  const rules = { high: [{ channel: "mail" }], low: [{ channel: "mail" }], lowHours: { from: "08:00", to: "20:00" } };
  it("is said by themselves or an administrator, and tried without sending anything", async () => {
    const personId = eve.person.id;
    await spec.run(eve, "setContacts", { personId, email: "eve@example.org" });
    await spec.run(eve, "setPagingRules", { personId, rules });
    expect(await codeOf(spec.run(eve, "setPagingRules", { personId: ada.person.id, rules }))).toBe("NOT_ALLOWED");
    const at = `at: "2026-11-24T02:00:00Z"`;
    const query = `{ me { person {
      pagingRules { high { channel afterMinutes } low { channel } lowHours { from to } }
      high: notified(${at}, urgency: high) { channel at } low: notified(${at}, urgency: low) { channel at } } } }`;
    const inbox = { channel: "inbox", at: "2026-11-24T02:00:00.000Z" };
    expect((await answered(spec, eve, { query }))["me"]).toEqual({
      person: {
        pagingRules: {
          high: [{ channel: "mail", afterMinutes: 0 }], low: [{ channel: "mail" }], lowHours: { from: "08:00", to: "20:00" },
        },
        high: [inbox, { channel: "mail", at: inbox.at }], low: [inbox, { channel: "mail", at: "2026-11-24T08:00:00.000Z" }],
      },
    });
    await spec.run(ada, "setPagingRules", { personId });
  });
});

describe("a person's place", () => {
  it("is said by themselves or an administrator, and makes no circle", async () => {
    const [lea, max] = [await spec.person("lea", ["viewer"]), await spec.person("max", ["viewer"])];
    await spec.run(lea, "placePerson", { personId: lea.person.id, teams: ["Payments"], reportsTo: max.person.id });
    await expect(spec.run(lea, "placePerson", { personId: max.person.id, teams: [] })).rejects.toMatchObject({ code: "NOT_ALLOWED" });
    await expect(spec.run(ada, "placePerson", { personId: max.person.id, reportsTo: lea.person.id })).rejects.toMatchObject({
      code: "REPORTS_IN_CIRCLE",
    });
    const read = async () =>
      (await answered(spec, ada, { query: '{ people(text: "lea") { edges { node { teams reportsTo { name } } } } }' }))["people"];
    expect(await read()).toEqual({ edges: [{ node: { teams: ["Payments"], reportsTo: { name: "max" } } }] });
    await spec.run(ada, "placePerson", { personId: lea.person.id, reportsToNobody: true });
    expect(await read()).toEqual({ edges: [{ node: { teams: ["Payments"], reportsTo: null } }] });
  });
});

describe("integrations of somebody who leaves", () => {
  it("go on, and go to somebody: leaving names them and asks who takes them", async () => {
    const lou = await spec.person("lou", ["admin"]);
    const ada = await spec.person("ada");
    const { recordId: integrationId } = await spec.run(lou, "addIntegration", {
      kind: "alertmanager", name: "Lou's Prometheus", severities: { critical: 1 },
    });
    const leaves = (integrations: readonly object[]) => spec.run(ada, "removePerson", { personId: lou.person.id, integrations });
    await expect(leaves([])).rejects.toMatchObject({
      code: "INTEGRATION_LEFT_BEHIND", message: expect.stringContaining("Lou's Prometheus"), path: ["integrations"],
    });
    await expect(leaves([{ integrationId, ownerId: lou.person.id }]), "to themselves is to nobody").rejects.toMatchObject({
      code: "INTEGRATION_LEFT_BEHIND",
    });
    await expect(leaves([{ integrationId, ownerId: crypto.randomUUID() }])).rejects.toMatchObject({ code: "NOT_FOUND" });
    expect(spec.server.directory.personById(lou.person.id), "nothing of it has happened").not.toBeNull();
    await leaves([{ integrationId, ownerId: ada.person.id }]);
    const { integrations } = await answered(spec, ada, { query: "{ integrations { name removed owner { login } } }" });
    expect(integrations).toContainEqual({ name: "Lou's Prometheus", removed: false, owner: { login: "ada" } });
    const grace = await spec.person("grace-owner", ["engineer"]);
    await spec.run(ada, "handOverIntegration", { integrationId, ownerId: grace.person.id });
    expect(spec.server.readModel.integrations.get(integrationId)?.ownerId).toBe(grace.person.id);
  });
});

describe("passwords", () => {
  it("let a person in at once, and a new one ends the sessions of the old", async () => {
    const { recordId: personId } = await spec.run(ada, "addPerson", {
      login: "Grace", name: "Grace", roles: ["engineer"], password: "a long enough one",
    });
    const first = await signIn("grace", "a long enough one");
    expect(first.statusCode).toBe(200);
    expect((await session(cookieOf(first))).statusCode).toBe(200);
    spec.at("2026-11-23T09:01:00.000Z");
    await spec.run(ada, "setPassword", { personId, password: "another long one" });
    expect((await session(cookieOf(first))).statusCode).toBe(401);
    expect((await signIn("grace", "a long enough one")).statusCode).toBe(401);
    spec.at("2026-11-23T09:02:00.000Z");
    expect((await signIn("grace", "another long one")).statusCode).toBe(200);
  });

  it("are in no event, not even as something to guess against, and only the last hash is kept", async () => {
    const input = { login: "hal", name: "Hal", roles: ["viewer"], password: "open the pod bay doors", idempotencyKey: "hal" };
    const { recordId: personId } = await spec.run(ada, "addPerson", input);
    expect(await spec.run(ada, "addPerson", input)).toMatchObject({ replayed: true });
    expect(await codeOf(spec.run(ada, "addPerson", { ...input, password: "something else long" }))).toBe("IDEMPOTENCY_KEY_REUSED");
    await spec.run(ada, "setPassword", { personId, password: "I cannot do that, Dave" });
    expect((await spec.server.log.read(`credential-${personId}`)).events).toHaveLength(1);
    for await (const { event } of spec.server.log.readAll()) expect(JSON.stringify(event)).not.toContain("pod bay");
  });

  it("that are too short are refused before anything is written", async () => {
    await expect(spec.run(ada, "addPerson", { login: "tiny", name: "Tiny", roles: ["viewer"], password: "short" })).rejects.toThrow(
      /12 characters/,
    );
    expect(spec.server.directory.personByLogin("tiny")).toBeNull();
  });

  it("of somebody who is here already cannot be replaced by adding them again", async () => {
    const before = spec.server.directory.passwordHashOf(ids.person("grace"));
    expect(
      await codeOf(spec.run(ada, "addPerson", { login: "grace", name: "Imposter", roles: ["admin"], password: "a hostile password" })),
    ).toBe("ALREADY_EXISTS");
    expect(spec.server.directory.passwordHashOf(ids.person("grace"))).toBe(before);
  });
});

describe("people", () => {
  it("change themselves, and nobody else", async () => {
    expect(await codeOf(spec.run(eve, "setContacts", { personId: eve.person.id, email: "eve@example.com" }))).toBe("done");
    expect(await codeOf(spec.run(eve, "describePerson", { personId: eve.person.id, name: "Eve" }))).toBe("done");
    expect(await codeOf(spec.run(eve, "setContacts", { personId: ada.person.id, email: "eve@example.com" }))).toBe("NOT_ALLOWED");
    expect(await codeOf(spec.run(eve, "setPassword", { personId: ada.person.id, password: "a hostile password" }))).toBe("NOT_ALLOWED");
    expect(
      await codeOf(spec.run({ ...eve, means: "api-token" }, "setPassword", { personId: eve.person.id, password: "a hostile password" })),
    ).toBe("NOT_ALLOWED");
  });

  it("change their own password with the one they have, and no token does", async () => {
    const { recordId: personId } = await spec.run(ada, "addPerson", {
      login: "kim", name: "Kim", roles: ["admin"], password: "a long enough one",
    });
    const kim: Principal = { ...ada, person: { id: personId, login: "kim", name: "Kim", roles: ["admin"] } };
    const set = (by: Principal, more: object) => codeOf(spec.run(by, "setPassword", { personId, password: "another long one", ...more }));
    expect(await set(kim, {})).toBe("INVALID_INPUT");
    expect(await set(kim, { currentPassword: "not this one" })).toBe("NOT_ALLOWED");
    expect(await set({ ...kim, means: "api-token" }, { currentPassword: "a long enough one" })).toBe("NOT_ALLOWED");
    expect(await set({ ...ada, means: "api-token" }, {})).toBe("NOT_ALLOWED");
    expect(await set(kim, { currentPassword: "a long enough one" })).toBe("done");
    expect((await signIn("kim", "another long one")).statusCode).toBe(200);
    const token: Principal = { ...ada, means: "api-token" };
    expect(await codeOf(spec.run(token, "setRoles", { personId: eve.person.id, roles: ["admin"] }))).toBe("NOT_ALLOWED");
    expect(await codeOf(spec.run(token, "addPerson", { login: "mal", name: "Mal", roles: ["admin"] }))).toBe("NOT_ALLOWED");
    expect(
      await codeOf(spec.run(token, "addPerson", { login: "mal", name: "Mal", roles: ["viewer"], password: "a long enough one" })),
    ).toBe("NOT_ALLOWED");
    expect(await codeOf(spec.run(token, "addPerson", { login: "mal", name: "Mal", roles: ["viewer"] }))).toBe("done");
    expect(await codeOf(spec.run(ada, "removePerson", { personId }))).toBe("done");
  });

  it("leave with everything that let them in, and come back as somebody new", async () => {
    const added = { login: "lee", name: "Lee", roles: ["engineer"], password: "a long enough one" };
    const { recordId: personId } = await spec.run(ada, "addPerson", added);
    const lee: Principal = { ...ada, person: { id: personId, login: "lee", name: "Lee", roles: ["engineer"] }, roles: ["engineer"] };
    const { secret, recordId: tokenId } = await spec.run(lee, "issueToken", { name: "lee's", roles: ["engineer"] });
    const { secret: shop, recordId: shopId } = await spec.run(lee, "issueToken", {
      name: "Shop", roles: ["application"], environment: "production",
    });
    const cookie = cookieOf(await signIn("lee", "a long enough one"));
    await spec.run(ada, "removePerson", { personId });
    const asShop = () =>
      app.inject({ method: "POST", url: "/ofrep/v1/evaluate/flags", headers: { authorization: `Bearer ${shop ?? ""}` }, payload: {} });
    expect((await asShop()).statusCode, "what is deployed goes on").toBe(200);
    const asked = { query: "{ tokens { name issuerLeft revoked person { name } } }" };
    expect((await answered(spec, ada, asked))["tokens"]).toEqual(
      expect.arrayContaining([
        { name: "Shop", issuerLeft: true, revoked: false, person: { name: "Lee" } },
        { name: "lee's", issuerLeft: true, revoked: true, person: { name: "Lee" } },
      ]),
    );
    await spec.run(ada, "revokeToken", { tokenId: shopId });
    expect((await asShop()).statusCode).toBe(401);
    expect(spec.server.readModel.tokens.get(tokenId)?.status).toBe("revoked");
    const again = await spec.run(ada, "addPerson", { ...added, password: null });
    expect(again.recordId).not.toBe(personId);
    expect(spec.server.directory.personByLogin("lee")?.id).toBe(again.recordId);
    expect((await signIn("lee", "a long enough one")).statusCode).toBe(401);
    expect((await session(cookie)).statusCode).toBe(401);
    expect((await app.inject({ method: "GET", url: "/session", headers: { authorization: `Bearer ${secret ?? ""}` } })).statusCode).toBe(
      401,
    );
    expect(
      (await spec.server.log.read(`credential-${personId}`)).events.map(({ event }) => event.type === "CredentialSet" && event.data.hash),
    ).toEqual([""]);
    await spec.run(ada, "removePerson", { personId: again.recordId });
    expect(new Set([personId, again.recordId, (await spec.run(ada, "addPerson", added)).recordId]).size).toBe(3);
  });

  it("keep one administrator among them", async () => {
    expect(await codeOf(spec.run(ada, "setRoles", { personId: ada.person.id, roles: ["viewer"] }))).toBe("NOT_ALLOWED");
    expect(await codeOf(spec.run(ada, "removePerson", { personId: ada.person.id }))).toBe("NOT_ALLOWED");
    const { recordId } = await spec.run(ada, "addPerson", { login: "bob", name: "Bob", roles: ["admin"] });
    expect(await codeOf(spec.run(ada, "removePerson", { personId: recordId }))).toBe("done");
    expect(spec.server.directory.personById(recordId)).toBeNull();
    expect(await codeOf(spec.run(ada, "setRoles", { personId: ada.person.id, roles: ["viewer"] }))).toBe("NOT_ALLOWED");
  });
});

describe("tokens", () => {
  const ask = (token: string) => app.inject({ method: "GET", url: "/session", headers: { authorization: `Bearer ${token}` } });

  it("show their secret once, work at once, and not after they were revoked", async () => {
    const input = { name: "ci", roles: ["engineer"], idempotencyKey: "ci" };
    const { recordId: tokenId, secret } = await spec.run(ada, "issueToken", input);
    expect((await ask(secret ?? "")).json()).toMatchObject({ person: { login: "ada" }, via: "api-token" });
    expect(await spec.run(ada, "issueToken", input)).toMatchObject({ recordId: tokenId, secret: null, replayed: true });
    expect((await ask(secret ?? "")).statusCode).toBe(200);
    await spec.run(ada, "revokeToken", { tokenId });
    expect((await ask(secret ?? "")).statusCode).toBe(401);
    for await (const { event } of spec.server.log.readAll()) expect(JSON.stringify(event)).not.toContain(secret ?? "");
  });

  it("are known to be in use, once an hour", async () => {
    spec.at("2026-11-23T10:00:00.000Z");
    const { recordId: tokenId, secret } = await spec.run(ada, "issueToken", { name: "used", roles: ["engineer"] });
    const used = () => vi.waitUntil(() => spec.server.readModel.tokens.get(tokenId)?.usedAt ?? null, { timeout: 10_000 });
    expect(spec.server.readModel.tokens.get(tokenId)?.usedAt).toBeNull();
    await Promise.all([1, 2, 3].map(() => ask(secret ?? "")));
    expect(await used()).toBe("2026-11-23T10:00:00.000Z");
    spec.at("2026-11-23T10:40:00.000Z");
    await ask(secret ?? "");
    spec.at("2026-11-23T11:00:00.000Z");
    await ask(secret ?? "");
    await vi.waitUntil(() => spec.server.readModel.tokens.get(tokenId)?.usedAt === "2026-11-23T11:00:00.000Z", { timeout: 10_000 });
    expect((await spec.server.log.read(`token-${tokenId}`)).events.map(({ event }) => event.type)).toEqual([
      "TokenIssued", "TokenUsed", "TokenUsed",
    ]);
  });

  it("cannot do more than who issues them, nor make others; another person's is ended by administrators only", async () => {
    expect(await codeOf(spec.run({ ...ada, roles: ["engineer"] }, "issueToken", { name: "x", roles: ["admin"] }))).toBe("NOT_ALLOWED");
    expect(await codeOf(spec.run({ ...ada, means: "api-token" }, "issueToken", { name: "x", roles: ["engineer"] }))).toBe("NOT_ALLOWED");
    const { recordId: tokenId } = await spec.run(ada, "issueToken", { name: "mine", roles: ["engineer"] });
    const ben = await spec.person("ben", ["engineer"]);
    expect(await codeOf(spec.run(ben, "revokeToken", { tokenId }))).toBe("NOT_ALLOWED");
  });

  it("lose what their person loses", async () => {
    const dan = await spec.person("dan", ["engineer", "viewer"]);
    const { secret } = await spec.run(dan, "issueToken", { name: "dan's", roles: ["engineer"] });
    await spec.run(ada, "setRoles", { personId: dan.person.id, roles: ["viewer"] });
    expect((await ask(secret ?? "")).json<{ permissions: string[] }>().permissions).toEqual([]);
  });
});

describe("signing in by a link", () => {
  it("works once, on whichever server, and only the machine's own credential gets one", async () => {
    expect((await app.inject({ method: "POST", url: "/local/sign-in-link" })).statusCode).toBe(403);
    const { url } = (await app.inject({ method: "POST", url: "/local/sign-in-link", headers: asAdministrator })).json<{ url: string }>();
    const token = new URL(url).searchParams.get("token");
    const [first, second] = await Promise.all([1, 2].map(() => app.inject({ method: "POST", url: "/session", payload: { token } })));
    expect([first?.statusCode, second?.statusCode].toSorted()).toEqual([200, 401]);
  });

  it("ends with signing out", async () => {
    const { url } = (await app.inject({ method: "POST", url: "/local/sign-in-link", headers: asAdministrator })).json<{ url: string }>();
    const cookie = cookieOf(
      await app.inject({ method: "POST", url: "/session", payload: { token: new URL(url).searchParams.get("token") } }),
    );
    expect((await session(cookie)).statusCode).toBe(200);
    expect((await app.inject({ method: "DELETE", url: "/session", headers: { cookie } })).statusCode).toBe(204);
    expect((await session(cookie)).statusCode).toBe(401);
  });
});
