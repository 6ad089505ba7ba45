import { parse, type ExecutionArgs, type ExecutionResult } from "graphql";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Principal } from "../auth/principal.ts";
import { toGlobalId } from "../graphql/globalId.ts";
import { specSchema } from "../specification/asking.ts";
import { delivered } from "../specification/delivered.ts";
import { specServer, type SpecServer } from "../specification/server.ts";
import { sharedIncident } from "./incidentSubscription.ts";

let spec: SpecServer;
let ada: Principal;
let viewers: readonly [Principal, Principal, Principal];
let incidentId = "";
beforeAll(async () => {
  spec = await specServer();
  ada = await spec.person("ada");
  const viewer = (login: string): Promise<Principal> => spec.person(login, ["viewer"]);
  viewers = [await viewer("ben"), await viewer("cem"), await viewer("dan")];
  await delivered(spec, ada, { slug: "search", releases: 1 });
  incidentId = (await spec.run(ada, "declareIncident", { title: "Search fails", severity: 2, services: ["search"] })).recordId;
});
afterAll(() => spec.close());

const document = parse("subscription ($id: ID!) { incidentChanged(incidentId: $id) { title revision links { record { ... on Incident { title } } } } }");

async function askedWith(id: string, query: ExecutionArgs["document"] = document): Promise<ExecutionArgs> {
  return { schema: await specSchema(), document: query, variableValues: { id: toGlobalId("Incident", id) } };
}

async function windowsOf(people: readonly Principal[], id = incidentId) {
  const asked = await askedWith(id);
  const windows = people.flatMap((person) => sharedIncident.answers(asked, spec.contextOf(person)) ?? []);
  return {
    next: () => Promise.all(windows.map(async (window) => ((await window.next()).value ?? {}) as ExecutionResult)),
    close: () => Promise.all(windows.map(async (window) => window.return?.())),
  };
}

describe("an incident over sockets", () => {
  it("is read and answered once for each change, and to each kind of reader, however many look at it", async () => {
    const windows = await windowsOf([...viewers, ...viewers, ada, ada]);
    for (const round of [1, 2]) {
      const answers = await windows.next();
      expect(answers[0], `round ${round}`).toMatchObject({ data: { incidentChanged: { title: "Search fails" } } });
      expect(new Set(answers.slice(0, 6)).size, "all who may see the same").toBe(1);
      expect(answers[6], "who has other rights").not.toBe(answers[0]);
      expect(answers[6]).toBe(answers[7]);
      await spec.run(ada, "addEntry", { incidentId, text: `Round ${round}`, at: spec.server.now().toISOString() });
    }
    await windows.close();
  });

  it("is not mistaken for another one that is asked for with the same words", async () => {
    const other = await spec.run(ada, "declareIncident", { title: "Another", severity: 4 });
    const [one, another] = [await windowsOf([ada]), await windowsOf([ada], other.recordId)];
    expect([await one.next(), await another.next()]).toMatchObject([
      [{ data: { incidentChanged: { title: "Search fails" } } }], [{ data: { incidentChanged: { title: "Another" } } }],
    ]);
    await one.close();
    await another.close();
  });

  it("is a person's own, once a private incident is hidden from somebody who looks at it", async () => {
    const [ben, cem, dan] = viewers;
    const secret = await spec.run(ben, "declareIncident", { title: "A secret", severity: 2, services: ["search"], private: true });
    await spec.run(ada, "addLink", { incidentId, type: "caused", kind: "incident", recordId: secret.recordId });
    const windows = await windowsOf([cem, ben, dan, cem]);
    const [ofCem, ofBen, ofDan, again] = await windows.next();
    expect(ofCem, "nothing is shared between two from whom something is hidden").not.toBe(ofDan);
    expect(ofCem).toBe(again);
    expect(JSON.stringify(ofBen)).toContain("A secret");
    expect(JSON.stringify([ofCem, ofDan])).not.toContain("A secret");
    await windows.close();
  });

  it("is refused for what is not there, and left to the ordinary way where the variables do not fit", async () => {
    const context = spec.contextOf(ada);
    const missing = await askedWith("00000000-0000-4000-8000-000000000009");
    expect(() => sharedIncident.answers(missing, context)).toThrow(expect.objectContaining({ code: "NOT_FOUND" }));
    expect(sharedIncident.answers({ ...missing, variableValues: {} }, context)).toBeNull();
    const both = parse("subscription ($id: ID!) { incidentChanged(incidentId: $id) { title } health { position } }");
    expect(sharedIncident.answers(await askedWith(incidentId, both), context)).toBeNull();
  });
});
