import { Rejection } from "@ballast/domain";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ZodError } from "zod";
import type { Principal } from "../auth/principal.ts";
import { answered } from "../specification/asking.ts";
import { specServer, type SpecServer } from "../specification/server.ts";

let spec: SpecServer;
let [ana, ben, vic]: Principal[] = [];
let [rotationId, policyId] = ["", ""];
const who = (principal: Principal | undefined): Principal => {
  if (principal === undefined) throw new Error("not begun");
  return principal;
};
const own = (of: "onCall" | "next" | "everyone") => ({ who: of });
const policy = (more: object = {}) => ({
  name: "Platform", steps: [{ targets: [own("onCall")], minutes: 5 }, { targets: [{ personId: who(ben).person.id }], minutes: 10 }],
  rounds: 2, lastly: [{ personId: who(ana).person.id }], ...more,
});
const run = (name: string, input: object, by = ana) => spec.run(who(by), name, input as Record<string, unknown>);
const codeOf = (attempt: Promise<unknown>): Promise<string> =>
  attempt.then(
    () => "done",
    (error: unknown) =>
      error instanceof Rejection ? error.code : error instanceof ZodError ? "INVALID_INPUT" : Promise.reject(error as Error),
  );
const ask = (query: string): Promise<Record<string, unknown>> => answered(spec, who(ana), { query });

beforeAll(async () => {
  spec = await specServer();
  spec.at("2026-10-20T10:00:00.000Z");
  [ana, ben, vic] = [await spec.person("ana"), await spec.person("ben"), await spec.person("vic", ["viewer"])];
  for (const { person } of [ana, ben]) await run("setContacts", { personId: person.id, email: `${person.name}@example.org` });
  await run("registerService", { slug: "checkout", name: "Checkout" });
  ({ recordId: rotationId } = await run("createRotation", {
    name: "First", timeZone: "UTC", handOver: { every: "day", at: "00:00" }, people: [ana.person.id, ben.person.id], startsOn: "2026-10-20",
  }));
  await run("assignRotation", { service: "checkout", purpose: "responders", rotationId });
  ({ recordId: policyId } = await run("writeEscalationPolicy", { policy: policy() }));
});
afterAll(() => spec.close());

describe("a policy of escalation", () => {
  it("reads as it was written, with its history, and is found", async () => {
    expect(await ask(`{ escalationPolicy(id: "${policyId}") {
      name sentence rounds isDefault services { slug } steps { minutes says targets { who person { name } } } lastly { says }
      history(first: 5) { edges { node { sentence } } } } search(text: "Platform") { kind title } }`)).toEqual({
      escalationPolicy: {
        name: "Platform", rounds: 2, isDefault: false, services: [], lastly: [{ says: "ana" }],
        sentence: "Calls who is on call for the service, after 5 min ben; 2 times over, then ana.",
        steps: [
          { minutes: 5, says: "who is on call for the service", targets: [{ who: "onCall", person: null }] },
          { minutes: 10, says: "ben", targets: [{ who: null, person: { name: "ben" } }] },
        ],
        history: { edges: [{ node: { sentence: "ana wrote the escalation policy Platform: 2 steps, 2 times over." } }] },
      },
      search: [{ kind: "escalation", title: "Platform" }],
    });
  });

  it("is refused where nobody would be called, somebody is not here, the name is taken, or who asks may not", async () => {
    expect(await codeOf(run("writeEscalationPolicy", { policy: policy({ name: "platform" }) }))).toBe("ALREADY_EXISTS");
    const other = (steps: object[]) => codeOf(run("writeEscalationPolicy", { policy: policy({ name: "Other", steps }) }));
    expect(await other([])).toBe("INVALID_INPUT");
    expect(await other([{ targets: [], minutes: 5 }])).toBe("INVALID_INPUT");
    expect(await other([{ targets: [own("next")], minutes: 0 }])).toBe("INVALID_INPUT");
    expect(await other(Array.from({ length: 11 }, () => ({ targets: [own("next")], minutes: 5 })))).toBe("INVALID_INPUT");
    expect(await other([{ targets: [{ personId: rotationId }], minutes: 5 }])).toBe("NOT_FOUND");
    expect(await other([{ targets: [{ rotationId: policyId }], minutes: 5 }])).toBe("NOT_FOUND");
    expect(await other([{ targets: [{ rotationId, personId: who(ben).person.id }], minutes: 5 }])).toBe("INVALID_INPUT");
    for (const [name, input] of [
      ["writeEscalationPolicy", { policy: policy({ name: "Vic's" }) }], ["retireEscalationPolicy", { policyId, reason: "no" }],
      ["makeEscalationDefault", { policyId }], ["endEscalationDefault", { policyId }],
      ["assignEscalation", { service: "checkout", policyId }],
    ] as const) expect(await codeOf(run(name, input, vic))).toBe("NOT_ALLOWED");
  });

  it("tells people and schedules of incidents down to a severity, and reads back whom; nobody twice, and no fifth severity", async () => {
    const telling = (stakeholders: object[], name = "Telling") =>
      run("writeEscalationPolicy", { policy: policy({ name, stakeholders }) });
    const { recordId: id } = await telling([{ personId: who(vic).person.id, upTo: 2 }, { rotationId, who: "everyone", upTo: 1 }]);
    expect(await ask(`{ escalationPolicy(id: "${id}") { stakeholders { upTo target { says } } } }`)).toEqual({
      escalationPolicy: { stakeholders: [{ upTo: 2, target: { says: "vic" } }, { upTo: 1, target: { says: "everyone of First" } }] },
    });
    const twice = [{ personId: who(vic).person.id, upTo: 2 }, { personId: who(vic).person.id, upTo: 1 }];
    expect(await codeOf(telling(twice, "Twice"))).toBe("INVALID_INPUT");
    expect(await codeOf(telling([{ personId: who(vic).person.id, upTo: 5 }], "Fifth"))).toBe("INVALID_INPUT");
    expect(await codeOf(telling([{ personId: rotationId, upTo: 2 }], "Nobody"))).toBe("NOT_FOUND");
    await run("retireEscalationPolicy", { policyId: id, reason: "tried" });
  });

  it("says whom it would call at a moment, minute by minute, as it stands and as it would be written", async () => {
    const { services } = await ask("{ services { edges { node { id } } } }") as { services: { edges: { node: { id: string } }[] } };
    const calls = "calls { afterMinutes round step canBeWoken people { name } } endsAfterMinutes straightToEveryone";
    const at = `at: "2026-10-21T12:00:00Z"`;
    const { escalationPolicy } = await ask(
      `{ escalationPolicy(id: "${policyId}") { trial(${at}, service: "${services.edges[0]?.node.id ?? ""}") { ${calls} } } }`,
    );
    // Ben has the second day, and is called in both steps.
    const call = (afterMinutes: number, round: number, step: number, name: string) =>
      ({ afterMinutes, round, step, canBeWoken: 1, people: [{ name }] });
    expect(escalationPolicy).toEqual({
      trial: {
        calls: [call(0, 0, 1, "ben"), call(5, 0, 2, "ben"), call(15, 1, 1, "ben"), call(20, 1, 2, "ben"), call(30, 1, 3, "ana")],
        endsAfterMinutes: 40, straightToEveryone: null,
      },
    });
    const preview = await answered(spec, who(ana), {
      query: `query ($policy: EscalationPolicyContent!) { escalationPreview(policy: $policy, ${at}) { ${calls} } }`,
      variables: { policy: { name: "x", steps: [{ targets: [own("everyone")], minutes: 5 }], rounds: 1 } },
    });
    expect(preview["escalationPreview"]).toMatchObject({
      calls: [{ step: 0, people: [{ name: "ana" }, { name: "ben" }] }], straightToEveryone: "the policy calls nobody now",
    });
  });

  it("is of services that name it, or of all that name none; one that is used is not retired", async () => {
    const used = async () => {
      const { escalationPolicy } = await ask(`{ escalationPolicy(id: "${policyId}") { isDefault services { slug } } }`);
      const { service, rotation } = await ask(
        `{ service(slug: "checkout") { escalation { name } namesEscalation } rotation(id: "${rotationId}") { escalations { name } } }`,
      );
      return [escalationPolicy, service, rotation];
    };
    const retired = () => codeOf(run("retireEscalationPolicy", { policyId, reason: "another one" }));
    await run("assignEscalation", { service: "checkout", policyId });
    expect(await used()).toEqual([
      { isDefault: false, services: [{ slug: "checkout" }] }, { escalation: { name: "Platform" }, namesEscalation: true },
      { escalations: [{ name: "Platform" }] },
    ]);
    expect(await retired()).toBe("ESCALATION_IN_USE");
    await run("assignEscalation", { service: "checkout" });
    await run("makeEscalationDefault", { policyId });
    expect((await used()).slice(0, 2)).toEqual([
      { isDefault: true, services: [{ slug: "checkout" }] }, { escalation: { name: "Platform" }, namesEscalation: false },
    ]);
    expect(await retired()).toBe("ESCALATION_IN_USE");
    await run("endEscalationDefault", { policyId });
    expect((await used())[1]).toEqual({ escalation: null, namesEscalation: false });
    expect(await retired()).toBe("done");
    expect(await codeOf(run("assignEscalation", { service: "checkout", policyId }))).toBe("NOT_FOUND");
    expect(await codeOf(run("makeEscalationDefault", { policyId }))).toBe("NOT_FOUND");
    expect(await codeOf(run("writeEscalationPolicy", { policyId, policy: policy() }))).toBe("NOT_FOUND");
    expect(await ask("{ escalationPolicies { name } all: escalationPolicies(retired: true) { name retired } }")).toEqual({
      escalationPolicies: [], all: [{ name: "Platform", retired: "another one" }, { name: "Telling", retired: "tried" }],
    });
  });
});
