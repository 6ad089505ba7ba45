import type { FastifyInstance } from "fastify";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Principal } from "./principal.ts";
import { ids } from "@ballast/eventlog";
import type { DataOf } from "@ballast/schema";
import { answered, ask } from "../specification/asking.ts";
import { specHttp } from "../specification/http.ts";
import { specServer, type SpecServer } from "../specification/server.ts";
import { failedSignIns } from "./failedSignIns.ts";

let spec: SpecServer;
let app: FastifyInstance;
let ada: Principal;
beforeAll(async () => {
  spec = await specServer();
  ada = await spec.person("ada");
  await spec.run(ada, "addPerson", { login: "grace", name: "Grace", roles: ["engineer"], password: "a long enough one" });
  app = await specHttp(spec);
});
afterAll(async () => {
  await app.close();
  await spec.close();
});

const signIn = (login: string) => app.inject({ method: "POST", url: "/session", payload: { login, password: "a guess" } });
const eventsOf = async (personId: string | null) => (await spec.server.log.read(`signIn-${ids.signIn(personId)}`)).events;

describe("sign-ins that fail", () => {
  it("are on record when the server ends, added up by account, and administrators read them", async () => {
    for (let n = 0; n < 7; n += 1) await signIn("Grace");
    for (const secret of ["my-password-typed-as-a-name", "hunter2"]) await signIn(secret);
    expect(await eventsOf(ids.person("grace")), "not one event a try").toEqual([]);
    await app.close();
    const [ofGrace, ...more] = await eventsOf(ids.person("grace"));
    expect(more).toEqual([]);
    expect(ofGrace?.event).toMatchObject({
      type: "SignInsFailed", data: { personId: ids.person("grace"), failed: 5, refused: 2, addresses: ["127.0.0.1"], addressCount: 1 },
    });
    const ofNobody = await eventsOf(null);
    expect(ofNobody.map(({ event }) => event.data)).toMatchObject([{ personId: null, failed: 2 }]);
    expect(
      JSON.stringify(ofNobody, (_, value: unknown) => (typeof value === "bigint" ? String(value) : value)),
      "what was typed may have been a password",
    ).not.toMatch(/hunter2|my-password/);
    await spec.server.readModel.waitFor(ofNobody[0]?.position ?? "0");
    const query = "{ failedSignIns { person { login } failed refused addresses addressCount } }";
    expect(await answered(spec, ada, { query })).toEqual({
      failedSignIns: expect.arrayContaining([
        { person: { login: "grace" }, failed: 5, refused: 2, addresses: ["127.0.0.1"], addressCount: 1 },
        { person: null, failed: 2, refused: 0, addresses: ["127.0.0.1"], addressCount: 1 },
      ]),
    });
    const eve = await spec.person("eve", ["engineer"]);
    expect((await ask(spec, eve, { query })).errors?.[0]?.message).toContain("person.write");
  });

  it("are at most one event for each account and window, fifty accounts and ten addresses, whoever tries how often", async () => {
    const failures = failedSignIns({ log: spec.server.log, now: spec.server.now });
    const before = await spec.server.log.lastPosition();
    const people = Array.from({ length: 80 }, (_, n) => ids.person(`guessed-${n}`));
    for (let n = 0; n < 5_000; n += 1)
      failures.note({ personId: people[n % people.length] ?? null, address: `203.0.113.${n % 250}`, refused: n >= 80 });
    await failures.write();
    const own: DataOf<"SignInsFailed">[] = [];
    for await (const { event, position } of spec.server.log.readAll({ filter: { types: ["SignInsFailed"] } })) {
      if (event.type === "SignInsFailed" && BigInt(position) > BigInt(before)) own.push(event.data);
    }
    expect(own.length).toBe(51);
    expect(own.reduce((sum, { failed, refused }) => sum + failed + refused, 0), "none is lost").toBe(5_000);
    expect(Math.max(...own.map(({ addresses }) => addresses.length))).toBe(10);
  });

  it("wait for a log that does not answer", async () => {
    const errors: unknown[] = [];
    let answers = false;
    const log = {
      ...spec.server.log,
      append: (...given: Parameters<typeof spec.server.log.append>) =>
        answers ? spec.server.log.append(...given) : Promise.reject(new Error("no answer")),
    };
    const failures = failedSignIns({ log, now: spec.server.now, onError: (error) => errors.push(error) });
    const personId = ids.person("patient");
    failures.note({ personId, address: "203.0.113.9", refused: false });
    await failures.write();
    answers = true;
    failures.note({ personId, address: "203.0.113.9", refused: false });
    await failures.write();
    expect(errors).toHaveLength(1);
    expect((await eventsOf(personId)).map(({ event }) => event.data)).toMatchObject([{ failed: 2 }]);
  });
});
