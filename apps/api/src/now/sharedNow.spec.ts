import { parse, type ExecutionArgs, type ExecutionResult } from "graphql";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Principal } from "../auth/principal.ts";
import { specSchema } from "../specification/asking.ts";
import { delivered } from "../specification/delivered.ts";
import { specServer, type SpecServer } from "../specification/server.ts";
import { sharedNow } from "./sharedNow.ts";

let spec: SpecServer;
let ada: Principal;
let viewers: Principal[];
beforeAll(async () => {
  spec = await specServer();
  ada = await spec.person("ada");
  viewers = await Promise.all(["ben", "cem", "dan"].map((login) => spec.person(login, ["viewer"])));
  await delivered(spec, ada, { slug: "search", releases: 1 });
});
afterAll(() => spec.close());

const document = parse("subscription { nowChanged { sentence incidents { title } lanes { environment } } }");
const contactsDocument = parse("subscription { nowChanged { onCall { people { login chatWebhookUrl } } } }");

async function windowsOf(people: readonly Principal[], asked: ExecutionArgs["document"] = document) {
  const schema = await specSchema();
  const windows = people.flatMap((person) => sharedNow.answers({ schema, document: asked }, spec.contextOf(person)) ?? []);
  return {
    next: () => Promise.all(windows.map(async (window) => ((await window.next()).value ?? {}) as ExecutionResult)),
    close: () => Promise.all(windows.map(async (window) => window.return?.())),
  };
}

const textOf = (result: ExecutionResult | undefined): string => JSON.stringify(result);

describe("the first view over sockets", () => {
  it("is read and answered once for each change and audience, however many people's windows listen", async () => {
    const many = [...viewers, ...viewers, ...viewers];
    const windows = await windowsOf([...many, ada]);
    const first = await windows.next();
    expect(new Set(first.slice(0, many.length)).size, "one answer for all who may see the same").toBe(1);
    expect(first.at(-1), "who has other rights has an answer of their own").not.toBe(first[0]);
    await spec.run(ada, "registerService", { slug: "told-once", name: "Told once" });
    const second = await windows.next();
    expect(new Set(second.slice(0, many.length)).size).toBe(1);
    expect(second[0]).not.toBe(first[0]);
    await windows.close();
  });

  it("is another one for who has to do with a private incident, or is paged, though their rights are the same", async () => {
    const [ben, cem, dan] = viewers;
    if (ben === undefined || cem === undefined || dan === undefined) throw new Error("nobody is here");
    await spec.run(ben, "declareIncident", { title: "A secret", severity: 2, services: ["search"], private: true });
    const windows = await windowsOf([cem, ben, dan]);
    const [ofCem, ofBen, ofDan] = await windows.next();
    expect(ofCem).toBe(ofDan);
    expect(textOf(ofBen)).toContain("A secret");
    expect(textOf(ofCem)).not.toContain("A secret");
    await windows.close();
  });

  it("is shared with nobody where the answer depends on who asks", async () => {
    const [ben, cem] = viewers;
    if (ben === undefined || cem === undefined) throw new Error("nobody is here");
    for (const { person } of [ben, cem])
      await spec.run(ada, "setContacts", { personId: person.id, email: null, chatWebhookUrl: `https://chat.example/${person.login}` });
    await spec.run(ada, "createRotation", {
      name: "Search", people: [ben.person.id, cem.person.id], timeZone: "UTC", handOver: { every: "week", weekday: 1, at: "09:00" },
    });
    const windows = await windowsOf([ben, cem, ben, cem], contactsDocument);
    for (const round of [1, 2]) {
      const answers = (await windows.next()).map(textOf);
      expect(
        answers.map((answer) => [answer.includes("chat.example/ben"), answer.includes("chat.example/cem")]),
        `round ${round}`,
      ).toEqual([
        [true, false],
        [false, true],
        [true, false],
        [false, true],
      ]);
      await spec.run(ada, "registerService", { slug: `personal-${round}`, name: "Personal" });
    }
    await windows.close();
  });

  it("is asked for alone: anything beside it is the ordinary way's", async () => {
    const schema = await specSchema();
    const isShared = (text: string): boolean => sharedNow.answers({ schema, document: parse(text) }, spec.contextOf(ada)) !== null;
    expect(isShared("subscription { nowChanged { sentence } }")).toBe(true);
    for (const other of [
      "subscription { health { position } }",
      "{ now { sentence } }",
      "subscription { ...F } fragment F on Subscription { nowChanged { sentence } }",
      "subscription ($with: Boolean!) { nowChanged @include(if: $with) { sentence } }",
    ])
      expect(isShared(other), other).toBe(false);
  });
});
