import { rotationDecider } from "@ballast/domain";
import { idOf } from "@ballast/eventlog";
import { streamName, type EscalationRecord, type ImportResult, type ScheduleRecord } from "@ballast/schema";
import type { FastifyInstance } from "fastify";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { Principal } from "../auth/principal.ts";
import { answered } from "../specification/asking.ts";
import { asAdministrator, specHttp } from "../specification/http.ts";
import { specServer, type SpecServer } from "../specification/server.ts";

let spec: SpecServer;
let app: FastifyInstance;
let ada: Principal;
beforeAll(async () => {
  spec = await specServer();
  ada = await spec.person("ada");
  await spec.run(ada, "setContacts", { personId: ada.person.id, email: "ada@example.org" });
  app = await specHttp(spec);
});
afterAll(async () => {
  await app.close();
  await spec.close();
});

const post = (url: string, payload: object | string, type = "application/json") =>
  app.inject({ method: "POST", url, headers: { ...asAdministrator, "content-type": type }, payload });

async function imported(records: readonly object[], start: object = {}): Promise<ImportResult> {
  const { importId } = (await post("/imports", { kind: "pagerduty", sourceName: "a file", ...start })).json<{ importId: string }>();
  const lines = records.map((record, line) => JSON.stringify({ line: line + 1, record })).join("\n");
  await post(`/imports/${importId}/records`, lines, "application/x-ndjson");
  return (await post(`/imports/${importId}/finish`, {})).json<ImportResult>();
}

const schedule: ScheduleRecord = {
  what: "schedule", sourceId: "PI7DH85", name: "Payments", overrides: [],
  layers: [{
    sourceId: "PG3MDI8", name: "First", effectiveFrom: "2024-01-01T08:00:00Z", timeZone: "Europe/Zurich", turnLength: 1,
    endsAt: null, hours: [],
    level: 0, handOver: { every: "week", weekday: 1, at: "09:00" }, people: ["ADA@example.org"], startsOn: "2024-01-01",
  }],
};
const policy: EscalationRecord = {
  what: "escalation", sourceId: "PANZZEQ", name: "Payments first", description: "", rounds: 3,
  steps: [{ targets: [{ schedule: "PI7DH85", who: "onCall" }, { person: "ada@example.org" }], minutes: 10 }],
};
const people = async () => (await answered(spec, ada, { query: "{ rotations { name onNow { name } people { name } } }" }))["rotations"];

it("a dry run says what would come and writes nothing", async () => {
  expect(await imported([schedule, policy], { dryRun: true })).toMatchObject({ imported: 2, skipped: [] });
  expect(await people()).toEqual([]);
});

it("schedules and the policies that call them come once, from their product, by mail address", async () => {
  expect(await imported([schedule, policy])).toMatchObject({ imported: 2, updated: 0, unchanged: 0, skipped: [] });
  expect(await people()).toEqual([{ name: "Payments", onNow: { name: "ada" }, people: [{ name: "ada" }] }]);
  expect(
    await answered(
      spec, ada, { query: "{ escalationPolicies { name rounds steps { minutes targets { rotation { name } person { name } } } } }" },
    ),
  )
    .toEqual({ escalationPolicies: [{
      name: "Payments first", rounds: 3,
      steps: [{ minutes: 10, targets: [{ rotation: { name: "Payments" }, person: null }, { rotation: null, person: { name: "ada" } }] }],
    }] });
  expect(await imported([schedule, policy])).toMatchObject({ imported: 0, updated: 0, unchanged: 2 });
  expect(await imported([{ ...schedule, name: "Payments EU" }, policy])).toMatchObject({ imported: 0, updated: 1, unchanged: 1 });
  const { events } = await spec.server.log.read(streamName("rotation", idOf(rotationDecider, "PI7DH85", "pagerduty")), { max: 10 });
  expect(events.map(({ event: { type }, metadata }) => [type, metadata.actor.means, metadata.source])).toEqual(
    [
      "RotationCreated", "RotationImported", "RotationRenamed", "RotationImported",
    ].map((type) => [type, "import", { kind: "pagerduty", id: "PI7DH85" }]),
  );
});

it("nobody who is not here takes turns, nothing calls what did not come, no name is taken twice", async () => {
  const stranger = {
    ...schedule, sourceId: "P2", name: "Search", layers: schedule.layers.map((layer) => ({ ...layer, people: ["eve@example.org"] })),
  };
  const callsIt: EscalationRecord = {
    ...policy, sourceId: "P3", name: "Search first", steps: [{ targets: [{ schedule: "P2", who: "onCall" }], minutes: 5 }],
  };
  const { skipped } = await imported([stranger, callsIt, { ...schedule, sourceId: "P4", name: "payments eu" }]);
  expect(skipped.map(({ line }) => line)).toEqual([1, 2, 3]);
  expect(skipped.map(({ reason }) => reason)).toEqual([
    expect.stringContaining("eve@example.org"), expect.stringContaining("P2"), expect.stringContaining("did not come from there"),
  ]);
  expect(await imported([stranger, callsIt], { dryRun: true, registers: true })).toMatchObject({ imported: 2, skipped: [] });
  expect(await imported([{ ...schedule, layers: [] }, { what: "__proto__" }, "no"].map((each) => Object(each) as object)))
    .toMatchObject({ imported: 0, skipped: [{ line: 1 }, { line: 2 }, { line: 3 }] });
});

it("a schedule belongs to no service", async () => {
  expect((await post("/imports", { kind: "opsgenie", service: "shop", sourceName: "x" })).statusCode).toBe(400);
});
