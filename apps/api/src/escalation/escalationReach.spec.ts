import { afterAll, beforeAll, expect, it } from "vitest";
import type { Principal } from "../auth/principal.ts";
import { answered } from "../specification/asking.ts";
import { specServer, type SpecServer } from "../specification/server.ts";

let spec: SpecServer;
let ana: Principal;
beforeAll(async () => {
  spec = await specServer();
  spec.at("2026-10-20T10:00:00.000Z");
  ana = await spec.person("ana");
});
afterAll(() => spec.close());

it("a policy says of each step, and of all of them, whether it reaches somebody at every minute", async () => {
  const ben = await spec.person("ben");
  const { recordId: own } = await spec.run(ana, "createRotation", {
    name: "Own", timeZone: "UTC", handOver: { every: "day", at: "00:00" }, people: [ana.person.id], startsOn: "2026-10-20",
    hours: [{ weekdays: [1, 2, 3, 4, 5, 6, 7], from: "08:00", to: "20:00" }],
  });
  const { recordId: shop } = await spec.run(ana, "registerService", { slug: "shop", name: "Shop" });
  await spec.run(ana, "assignRotation", { service: "shop", rotationId: own, purpose: "responders" });
  const { recordId: policy } = await spec.run(ana, "writeEscalationPolicy", {
    policy: {
      name: "Shop", description: "", rounds: 2,
      steps: [{ targets: [{ who: "onCall" }], minutes: 5 }, { targets: [{ personId: ben.person.id }], minutes: 5 }],
      lastly: [{ personId: ana.person.id }],
    },
    reason: "",
  });
  const reach = async (service: string) => {
    const asked = `reachability(service: ${service}, days: 10) { all { sentence nobody silent unproven } steps { says reachability { nobody silent unproven } } }`;
    const { escalationPolicy } = await answered(spec, ana, { query: `{ escalationPolicy(id: "${policy}") { ${asked} } }` });
    return (escalationPolicy as { reachability: object }).reachability;
  };
  const none = { nobody: 0, silent: 0, unproven: 0 };
  expect(await reach(`"${shop}"`)).toMatchObject({
    all: { ...none, silent: 14_400 },
    steps: [
      { says: "who is on call for the service", reachability: { ...none, silent: 7_200, nobody: 7_200 } },
      { says: "ben", reachability: { ...none, silent: 14_400 } }, { says: "ana", reachability: { ...none, silent: 14_400 } },
    ],
  });
  await spec.run(ana, "setContacts", { personId: ana.person.id, email: "ana@example.org" });
  expect(await reach(`"${shop}"`)).toMatchObject({
    all: { ...none, unproven: 14_400, sentence: expect.stringContaining("(ana and ben)") },
  });
  expect(await reach("null")).toMatchObject({ steps: [{ reachability: { ...none, nobody: 14_400 } }, {}, {}] });
});
