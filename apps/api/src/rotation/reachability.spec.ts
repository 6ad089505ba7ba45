import { type Aggregate, incidentDecider, pageDecider } from "@ballast/domain";
import { handle, ids } from "@ballast/eventlog";
import { defaultPagePolicy, type BallastEvent } from "@ballast/schema";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import type { Principal } from "../auth/principal.ts";
import { answered } from "../specification/asking.ts";
import { specServer, type SpecServer } from "../specification/server.ts";
import { measuringReach } from "./reachability.ts";

let spec: SpecServer;
let ana: Principal;
let ben: Principal;
let vic: Principal;
let rotationId = "";
beforeAll(async () => {
  spec = await specServer();
  spec.at("2026-10-20T10:00:00.000Z");
  ana = await spec.person("ana");
  ben = await spec.person("ben");
  vic = await spec.person("vic", ["viewer"]);
  ({ recordId: rotationId } = await spec.run(ana, "createRotation", {
    name: "First", timeZone: "UTC", handOver: { every: "day", at: "00:00" }, people: [ana.person.id, ben.person.id], startsOn: "2026-10-20",
  }));
});
afterAll(() => spec.close());

const reach = async (by = ana) => {
  const { rotation } = await answered(spec, by, {
    query: `{ rotation(id: "${rotationId}") { reachability { sentence proven unproven silent nobody times { reach people { name } } } } }`,
  }) as { rotation: { reachability: { sentence: string; times: { reach: string }[] } } };
  return rotation.reachability;
};

/** What a workflow writes. */
async function tell<State, Command, Event extends BallastEvent>(
  aggregate: Aggregate<State, Command, Event>, id: string, command: Command,
): Promise<void> {
  const { position } = await handle(spec.server.log, {
    aggregate, id, command,
    context: {
      commandId: crypto.randomUUID(), actor: { personId: null, name: "workflow", means: "workflow" }, now: spec.server.now().toISOString(),
      correlationId: "spec", causationId: "spec",
    },
  });
  await spec.server.readModel.waitFor(position);
}

/** A page that a channel brought, and that was answered. */
async function answer(person: Principal, { isPrivate = false, n = 0 } = {}): Promise<void> {
  const now = spec.server.now().toISOString();
  const incidentId = ids.incident(`reach ${String(n)}`);
  const pageId = ids.page(incidentId, "responders", "once");
  const personId = person.person.id;
  await tell(incidentDecider, incidentId, {
    type: "DeclareIncident", now, incidentId, number: 900 + n, title: "Drill", summary: "", severity: 2, publicImpact: "none",
    serviceIds: [], components: [], impactStartAt: null, drill: true, private: isPrivate, declaredAutomatically: false,
  });
  await tell(pageDecider, pageId, {
    type: "RequestPage", now, pageId, incidentId, purpose: "responders", severity: 2, rotationIds: [], escalations: [],
    personIds: [personId], reason: "drill", policy: defaultPagePolicy,
  });
  await tell(pageDecider, pageId, {
    type: "SendPage", now, pageId, key: `k${String(n)}`, step: "person", round: 0, personId, channel: "mail", address: "there",
  });
  await tell(pageDecider, pageId, { type: "Acknowledge", now, pageId, personId });
}

describe("the reachability proof of a schedule", () => {
  it("says of each minute whether somebody is reached, from nothing that wakes to an answered page", async () => {
    expect(await reach()).toMatchObject({ proven: 0, unproven: 0, silent: 43_200, nobody: 0 });
    for (const { person } of [ana, ben]) await spec.run(ana, "setContacts", { personId: person.id, email: `${person.name}@example.org` });
    const unproven = await reach();
    expect(unproven).toMatchObject({ unproven: 43_200, proven: 0 });
    expect(unproven.sentence).toBe("Of the next 30 days 30 d have only people who have answered no page for 90 days (ana and ben).");
    await answer(ana, { n: 1 });
    expect(await reach()).toMatchObject({ proven: expect.any(Number), nobody: 0, silent: 0 });
    await answer(ben, { n: 2 });
    expect((await reach()).sentence).toBe("At every minute of the next 30 days somebody is on call who has answered a page lately.");
    const { me } = await answered(spec, ana, { query: "{ me { person { lastAnswered { at channels } } } }" });
    expect(me).toEqual({ person: { lastAnswered: { at: "2026-10-20T10:00:00.000Z", channels: ["mail"] } } });
  });

  it("is a figure for Prometheus, and ends with the server", async () => {
    const duty = measuringReach(spec.server);
    const shown = await spec.server.metrics.registry.metrics();
    expect(shown).toContain('ballast_oncall_reach_minutes{schedule="First",reach="proven"} 43200');
    expect(shown).toContain('ballast_oncall_reach_minutes{schedule="First",reach="nobody"} 0');
    // Many schedules hold nobody up who asks something else meanwhile, nor whoever asks for the figures at the same time.
    spec.at("2026-10-20T10:02:00.000Z");
    const rotations = spec.server.readModel.rotations.all();
    const hundreds = Array.from({ length: 300 }, (_, n) => rotations.map((row) => ({ ...row, name: `${row.name} ${String(n)}` }))).flat();
    let [passed, turns, over] = [0, 0, false];
    const all = vi.spyOn(spec.server.readModel.rotations, "all").mockReturnValue(hundreds);
    vi.spyOn(performance, "now").mockImplementation(() => (passed += 25));
    const others = (): unknown => over || (turns += 1, setImmediate(others));
    others();
    const [one, other] = await Promise.all([1, 2].map(() => spec.server.metrics.registry.metrics()));
    over = true;
    const asked = all.mock.calls.length;
    vi.restoreAllMocks();
    expect([turns >= 300, asked]).toEqual([true, 1]);
    for (const text of [one, other]) expect(text).toContain('schedule="First 299",reach="nobody"} 0');
    await duty.stop();
    expect(await spec.server.metrics.registry.metrics()).not.toContain("ballast_oncall_reach_minutes");
  });

  it("proves nothing of a channel that was set later, nor by a page that the reader may not know of", async () => {
    spec.at("2026-10-20T10:30:00.000Z");
    await spec.run(ana, "setContacts", { personId: ben.person.id, email: "ben@elsewhere.example" });
    const after = await reach();
    expect(after.times.map(({ reach: word }) => word).slice(0, 3)).toEqual(["proven", "unproven", "proven"]);
    spec.at("2026-10-20T11:00:00.000Z");
    await answer(ben, { isPrivate: true, n: 3 });
    expect((await reach()).times.map(({ reach: word }) => word).slice(0, 3)).toEqual(["proven", "proven", "proven"]);
    expect((await reach(vic)).times.map(({ reach: word }) => word).slice(0, 3)).toEqual(["proven", "unproven", "proven"]);
  });
});
