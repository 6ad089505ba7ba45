import { afterAll, beforeAll, expect, it } from "vitest";
import type { Principal } from "../auth/principal.ts";
import { toGlobalId } from "../graphql/globalId.ts";
import { answered } from "../specification/asking.ts";
import { specServer, type SpecServer } from "../specification/server.ts";

let spec: SpecServer;
let ada: Principal;
let tim: Principal;
beforeAll(async () => {
  spec = await specServer();
  ada = await spec.person("ada");
  tim = await spec.person("tim", ["tpm"]);
});
afterAll(() => spec.close());

it("the roadmap has mitigations and actions by quarter and team, with slips and what blocks them, and nothing of private incidents", async () => {
  await spec.run(tim, "placePerson", { personId: tim.person.id, teams: ["Payments"] });
  const { recordId: riskId } = await spec.run(tim, "registerRisk", { title: "Provider", statement: { if: "a", then: "b", until: "c" } });
  const plan = (title: string, dueOn: string, needs: readonly string[] = []) =>
    spec.run(tim, "planMitigation", { title, riskIds: [riskId], dueOn, needs });
  const { recordId: first } = await plan("Contract", "2027-02-01");
  await plan("Switch", "2026-12-15", [first]);
  const { recordId: late } = await spec.run(ada, "registerAction", { title: "Runbook", ownerId: ada.person.id, dueOn: "2026-08-01" });
  await spec.run(ada, "promiseActionDue", { actionId: late, dueOn: "2026-09-01", reason: "holidays" });
  const { recordId: incidentId } = await spec.run(ada, "declareIncident", { title: "Leak", severity: 1, services: [], private: true });
  await spec.run(ada, "registerAction", {
    title: "Secret", ownerId: ada.person.id, dueOn: "2026-12-01", sourceId: toGlobalId("Incident", incidentId),
  });
  await spec.run(ada, "registerAction", { title: "Some day" });
  const query = `{ roadmap {
    open late slipped blocked undated
    quarters { quarter teams { team items { kind title dueOn firstDueOn slips overdueDays blockedBy realDueOn owner { name } } } }
  } }`;
  const { roadmap } = await answered(spec, tim, { query });
  expect(roadmap).toMatchObject({
    open: 3, late: 1, slipped: 1, blocked: 1, undated: 1,
    quarters: [
      {
        quarter: "2026-Q3",
        teams: [{ team: null, items: [{ kind: "action", title: "Runbook", firstDueOn: "2026-08-01", slips: 1, owner: { name: "ada" } }] }],
      },
      {
        quarter: "2026-Q4",
        teams: [{ team: "Payments", items: [{ kind: "mitigation", title: "Switch", blockedBy: ["M-1"], realDueOn: "2027-02-01" }] }],
      },
      { quarter: "2027-Q1", teams: [{ team: "Payments", items: [{ title: "Contract", blockedBy: [] }] }] },
    ],
  });
  expect((await answered(spec, ada, { query }))["roadmap"]).toMatchObject({ open: 4 });
});
