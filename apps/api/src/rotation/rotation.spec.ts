import { onCallAt, pageDecider, Rejection, rotationDecider } from "@ballast/domain";
import { foldRecord, handle, ids } from "@ballast/eventlog";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Principal } from "../auth/principal.ts";
import { answered } from "../specification/asking.ts";
import { specServer, type SpecServer } from "../specification/server.ts";

let spec: SpecServer;
let ada: Principal;
let ben: Principal;
beforeAll(async () => {
  spec = await specServer();
  ada = await spec.person("ada");
  ben = await spec.person("ben", ["viewer"]);
});
afterAll(() => spec.close());

const codeOf = async (attempt: Promise<unknown>): Promise<string> => {
  try {
    await attempt;
    return "done";
  } catch (error) {
    if (error instanceof Rejection) return error.code;
    throw error;
  }
};
const weekly = { every: "week", weekday: 1, at: "09:00" };
const create = (name: string, more: object = {}) =>
  spec.run(ada, "createRotation", { name, timeZone: "Europe/Zurich", handOver: weekly, people: [ada.person.id, ben.person.id], ...more });
const rotation = (id: string) => foldRecord(spec.server.log, rotationDecider, id);

describe("rotations", () => {
  it("begin on the local day on which they take effect, and change without touching the past", async () => {
    const { recordId } = await create("Primary", { effectiveFrom: "2026-11-23T23:30:00Z" });
    expect(await rotation(recordId)).toMatchObject({ layers: [{ startsOn: "2026-11-24", people: [ada.person.id, ben.person.id] }] });
    await spec.run(ada, "changeRotation", { rotationId: recordId, people: [ben.person.id], effectiveFrom: "2026-12-01T00:00:00Z" });
    expect(await rotation(recordId)).toMatchObject({
      layers: [{}, { timeZone: "Europe/Zurich", handOver: weekly, people: [ben.person.id] }],
    });
    expect(await codeOf(spec.run(ada, "changeRotation", { rotationId: recordId, effectiveFrom: "2026-11-01T00:00:00Z" }))).toBe(
      "INVALID_INPUT",
    );
  });

  it("are refused without people, with strangers, in no zone, or under a name that is taken", async () => {
    expect(await codeOf(create("Nobody", { people: [] }))).toBe("EMPTY_ROTATION");
    expect(await codeOf(create("Stranger", { people: [crypto.randomUUID()] }))).toBe("NOT_FOUND");
    expect(await codeOf(create("Nowhere", { timeZone: "Mars/Olympus" }))).toBe("INVALID_INPUT");
    await create("Taken");
    spec.at("2026-11-23T09:30:00.000Z");
    expect(await codeOf(create("Taken"))).toBe("ALREADY_EXISTS");
  });

  it("have stand-ins; the one added last counts, and none reaches into the past", async () => {
    const { recordId: rotationId } = await create("With stand-ins");
    const override = { rotationId, personId: ben.person.id, from: "2026-11-25T00:00:00Z", to: "2026-11-26T00:00:00Z", reason: "holiday" };
    await spec.run(ada, "addOverride", override);
    await spec.run(ada, "addOverride", { ...override, from: "2026-11-01T12:00:00Z", to: "2026-11-27T00:00:00Z" });
    expect(await rotation(rotationId)).toMatchObject({
      overrides: [{ from: override.from }, { from: spec.server.now().toISOString(), to: "2026-11-27T00:00:00Z" }],
    });
    const state = await rotation(rotationId);
    const overrideId = state.status === "created" ? (state.overrides[0]?.overrideId ?? "") : "";
    await spec.run(ada, "removeOverride", { rotationId, overrideId, reason: "no holiday" });
    expect(await rotation(rotationId)).toMatchObject({ overrides: [{ to: "2026-11-27T00:00:00Z" }] });
  });

  it("keep the pager with who has it when somebody is added, until the next hand-over", async () => {
    const { recordId: rotationId } = await create("Growing", { effectiveFrom: "2026-11-23T00:00:00Z" });
    const before = await rotation(rotationId);
    const at = spec.server.now().toISOString();
    const dan = await spec.person("dan");
    await spec.run(ada, "changeRotation", { rotationId, people: [ada.person.id, dan.person.id, ben.person.id] });
    const after = await rotation(rotationId);
    if (before.status !== "created" || after.status !== "created") throw new Error("it was created");
    const left = new Map<string, string>();
    expect(onCallAt({ ...after, left }, at)).toBe(onCallAt({ ...before, left }, at));
    expect(after.layers.at(-1)?.effectiveFrom).toBe("2026-11-30T08:00:00.000Z");
  });

  it("ask who takes the shifts of somebody who leaves, and have nobody on call who has left", async () => {
    const cleo = await spec.person("cleo");
    const personId = cleo.person.id;
    const { recordId: rotationId } = await create("With a leaver", {
      people: [personId, ada.person.id, ben.person.id], effectiveFrom: "2026-11-23T00:00:00Z",
    });
    await create("Beside it", { people: [personId] });
    const at = spec.server.now().toISOString();
    const left = new Map([[personId, at]]);
    const has = async () => {
      const state = await rotation(rotationId);
      return state.status === "created" ? onCallAt({ ...state, left }, at) : null;
    };
    await expect(spec.run(ada, "removePerson", { personId })).rejects.toThrow(
      /In With a leaver these shifts fall empty: 2026-11-23 09:30 UTC to 2026-11-30 08:00 UTC, 2026-12-14/u,
    );
    expect(spec.server.directory.personById(personId)).not.toBeNull();
    expect(await codeOf(spec.run(ada, "removePerson", { personId, takeovers: [{ rotationId }] }))).toBe("SHIFTS_FALL_EMPTY");
    expect(await has()).toBeNull();
    const asked = { personId, takeovers: [{ rotationId, takerId: ben.person.id }], leaveShiftsEmpty: true };
    expect(await codeOf(spec.run(ada, "removePerson", asked))).toBe("done");
    expect(await has()).toBe(ben.person.id);
    expect(await codeOf(spec.run(ada, "removePerson", asked))).toBe("done");
    const answer = await answered(spec, ada, { query: "{ rotations { name onNow { name } next { name } people { name active } } }" });
    expect(answer["rotations"]).toEqual(
      expect.arrayContaining([
        {
          name: "With a leaver",
          onNow: { name: "ben" },
          next: { name: "ada" },
          people: [
            { name: "ben", active: true },
            { name: "ada", active: true },
          ],
        },
        { name: "Beside it", onNow: null, next: null, people: [{ name: "cleo", active: false }] },
      ]),
    );
  });

  it("are assigned to services, if they exist", async () => {
    await spec.run(ada, "registerService", { slug: "checkout", name: "Checkout" });
    const { recordId: rotationId } = await create("For checkout");
    expect(await codeOf(spec.run(ada, "assignRotation", { service: "checkout", purpose: "responders", rotationId }))).toBe("done");
    expect(
      await codeOf(spec.run(ada, "assignRotation", { service: "checkout", purpose: "commander", rotationId: crypto.randomUUID() })),
    ).toBe("NOT_FOUND");
  });
});

describe("pages", () => {
  it("are answered by anyone signed in; the second answer is kept as late", async () => {
    const incidentId = (await spec.run(ada, "declareIncident", { title: "Down", severity: 1 })).recordId;
    const pageId = ids.page(incidentId, "responders", "spec");
    const now = spec.server.now().toISOString();
    await handle(spec.server.log, {
      aggregate: pageDecider,
      id: pageId,
      command: {
        type: "RequestPage", now, pageId, incidentId, purpose: "responders", severity: 1, rotationIds: [],
        escalations: [], personIds: [ada.person.id],
        reason: "INC", policy: { acknowledgeWithinMs: 1_000, rounds: 1, repeatEveryMs: 1_000 },
      },
      context: {
        commandId: ids.command("spec", pageId), actor: { personId: null, name: "spec", means: "workflow" }, now, correlationId: "spec",
        causationId: "spec",
      },
    });
    await spec.run(ben, "acknowledgePage", { pageId });
    await spec.run(ada, "acknowledgePage", { pageId });
    const { events } = await spec.server.log.read(`page-${pageId}`);
    expect(events.slice(1).map(({ event }) => event.type === "PageAcknowledged" && [event.data.personId, event.data.late])).toEqual([
      [ben.person.id, false],
      [ada.person.id, true],
    ]);
    expect(await codeOf(spec.run(ada, "acknowledgePage", { pageId: crypto.randomUUID() }))).toBe("NOT_FOUND");
  });
});
