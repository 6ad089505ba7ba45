import { Rejection, rotationDecider } from "@ballast/domain";
import { foldRecord } from "@ballast/eventlog";
import { Kind, parse } from "graphql";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ZodError } from "zod";
import type { Principal } from "../auth/principal.ts";
import { refuseTooCostly } from "../graphql/cost.ts";
import { answered, specSchema } from "../specification/asking.ts";
import { specServer, type SpecServer } from "../specification/server.ts";

let spec: SpecServer;
let ana: Principal;
let kim: Principal;
let viewer: Principal;
let platform = "";
beforeAll(async () => {
  spec = await specServer();
  spec.at("2026-10-01T00:00:00.000Z");
  ana = await spec.person("ana");
  kim = await spec.person("kim");
  viewer = await spec.person("vic", ["viewer"]);
  platform = await followTheSun("Platform");
});
afterAll(() => spec.close());

const everyDay = [1, 2, 3, 4, 5, 6, 7];
const weekly = { every: "week", weekday: 1, at: "00:00" };
const americas = () => ({
  name: "Americas", timeZone: "America/Chicago", handOver: weekly, people: [kim.person.id],
  hours: [{ weekdays: everyDay, from: "13:00", to: "01:00", daysLater: 1 }],
});

/** Europe and the Americas, twelve hours each on their own walls. */
async function followTheSun(name: string): Promise<string> {
  const { recordId: rotationId } = await spec.run(ana, "createRotation", {
    name, timeZone: "Europe/Zagreb", handOver: weekly, people: [ana.person.id], startsOn: "2026-09-28",
    hours: [{ weekdays: everyDay, from: "08:00", to: "20:00" }],
  });
  await spec.run(ana, "setLayer", { rotationId, layer: { ...americas(), startsOn: "2026-09-28" } });
  return rotationId;
}

const codeOf = (attempt: Promise<unknown>): Promise<string> =>
  attempt.then(
    () => "done",
    (error: unknown) => (
      error instanceof Rejection ? error.code : error instanceof ZodError ? "INVALID_INPUT" : Promise.reject(error as Error)
    ),
  );
const window = `from: "2026-10-19T00:00:00Z", to: "2026-11-03T00:00:00Z"`;
const ask = async (fields: string, rotationId = platform): Promise<unknown> =>
  Reflect.get(await answered(spec, ana, { query: `{ rotation(id: "${rotationId}") { ${fields} } }` }), "rotation");
const found = (rotationId = platform) =>
  ask(`findings(${window}) { kind from to kept times { from } cause { timeZone at before after } repairs { how overrides { person { name } } } }`,
    rotationId);

describe("a schedule of layers", () => {
  it("says who is on call by each layer, and by all of them, in every zone's own hours", async () => {
    const day = `from: "2026-10-20T00:00:00Z", to: "2026-10-21T00:00:00Z"`;
    expect(
      await ask(
        `scheduleLayers { name timeZone shifts(${day}) { from to person { name } } } duties(${day}) { from gap people { override person { name } } }`,
      ),
    )
      .toMatchObject({
        scheduleLayers: [
          { name: "", timeZone: "Europe/Zagreb", shifts: [{ from: "2026-10-20T06:00:00.000Z", to: "2026-10-20T18:00:00.000Z" }] },
          { name: "Americas", shifts: [{ to: "2026-10-20T06:00:00.000Z", person: { name: "kim" } }, { from: "2026-10-20T18:00:00.000Z" }] },
        ],
        duties: [
          { from: "2026-10-20T00:00:00.000Z", gap: false, people: [{ override: false, person: { name: "kim" } }] },
          { people: [{ person: { name: "ana" } }] },
          { people: [{ person: { name: "kim" } }] },
        ],
      });
  });

  it("finds before they happen what a change of the clock will open, and what it would take to put it right", async () => {
    const zagreb = { timeZone: "Europe/Zagreb", at: "2026-10-25T01:00:00.000Z", before: 120, after: 60 };
    const { findings } = await found() as { findings: { times: object[]; repairs: { how: string; overrides: object[] }[] }[] };
    expect(findings).toMatchObject([
      { kind: "gap", from: "2026-10-25T06:00:00.000Z", to: "2026-11-01T07:00:00.000Z", kept: null, cause: zagreb },
      { kind: "overlap", from: "2026-10-25T18:00:00.000Z", kept: null },
    ]);
    expect(findings.map(({ times }) => times.length)).toEqual([8, 7]);
    expect(findings[0]?.repairs.map(({ how, overrides }) => [how, overrides.length, overrides[0]])).toEqual([
      ["stay", 8, { person: { name: "kim" } }], ["come", 8, { person: { name: "ana" } }],
    ]);
    expect(await ask(`clockChanges(${window}) { timeZone }`)).toEqual({
      clockChanges: [{ timeZone: "Europe/Zagreb" }, { timeZone: "America/Chicago" }],
    });
  });

  it("is put right in one press, and pressing twice does it once", async () => {
    const rotationId = await followTheSun("Repaired");
    const repair = {
      rotationId, kind: "gap", from: "2026-10-25T06:00:00Z", to: "2026-11-01T07:00:00Z", how: "stay", idempotencyKey: "repair",
    };
    await spec.run(ana, "repairSchedule", repair);
    await spec.run(ana, "repairSchedule", repair);
    expect((await foldRecord(spec.server.log, rotationDecider, rotationId))).toMatchObject({ overrides: { length: 8 } });
    expect(await found(rotationId)).toMatchObject({ findings: [{ kind: "overlap" }] });
    expect(await codeOf(spec.run(ana, "repairSchedule", { ...repair, idempotencyKey: "again" }))).toBe("INVALID_INPUT");
  });

  it("keeps an overlap for a reason, and has somebody who answers in gaps, which stay shown", async () => {
    const rotationId = await followTheSun("Kept");
    await spec.run(ana, "keepFinding", {
      rotationId, kind: "overlap", from: "2026-10-25T00:00:00Z", to: "2026-11-02T00:00:00Z", reason: "two are better",
    });
    await spec.run(ana, "setFallback", { rotationId, personId: viewer.person.id });
    expect(await ask("fallback { name }", rotationId)).toEqual({ fallback: { name: "vic" } });
    expect(await found(rotationId)).toMatchObject({ findings: [{ kind: "gap", kept: null }, { kind: "overlap", kept: "two are better" }] });
    const gap = `from: "2026-10-25T06:00:00Z", to: "2026-10-25T07:00:00Z"`;
    expect(await ask(`duties(${gap}) { gap people { layerId person { name } } }`, rotationId)).toEqual({
      duties: [{ gap: true, people: [{ layerId: null, person: { name: "vic" } }] }],
    });
    await spec.run(ana, "setFallback", { rotationId });
    expect(await ask("fallback { name }", rotationId)).toEqual({ fallback: null });
  });

  it("says who commands the worst incidents of its services, each once, and nobody of services that others answer for", async () => {
    const [rotationId, commanders, others] = [
      await followTheSun("Shops"), await followTheSun("Commanders"), await followTheSun("Others"),
    ];
    const assign = (service: string, purpose: string, id: string) =>
      spec.run(ana, "assignRotation", { service, purpose, rotationId: id });
    for (const slug of ["shop", "cart", "own", "else"]) await spec.run(ana, "registerService", { slug, name: slug });
    for (const slug of ["shop", "cart", "own"]) await assign(slug, "responders", rotationId);
    for (const slug of ["shop", "cart"]) await assign(slug, "commander", commanders);
    await assign("own", "commander", rotationId);
    await assign("else", "responders", others);
    await assign("else", "commander", commanders);
    expect(await ask("commanders { name }", rotationId)).toEqual({ commanders: [{ name: "Commanders" }] });
    // It is called for them, and answers for none.
    expect(await ask("commanders { name }", commanders)).toEqual({ commanders: [] });
    expect(await ask(`commanders { duties(${window}) { people { person { name } } } }`, others)).toMatchObject({
      commanders: [{ duties: expect.arrayContaining([{ people: [{ person: { name: "ana" } }] }]) as unknown }],
    });
  });

  it("is previewed with another layer without being changed", async () => {
    const layer = `{ name: "Nights", timeZone: "UTC", handOver: { every: hour, at: "06:00" }, turnLength: 1, startsOn: "2026-10-01",
      people: ["${kim.person.id}"], hours: [{ weekdays: [1, 2, 3, 4, 5, 6, 7], from: "06:00", to: "07:00" }] }`;
    const { afterLayer } = await ask(`afterLayer(${window}, layer: ${layer}) { findings { kind times { from } } }`) as {
      afterLayer: { findings: { kind: string; times: object[] }[] };
    };
    expect(afterLayer.findings.filter(({ kind }) => kind === "gap")).toEqual([]);
    expect(afterLayer.findings.some(({ kind }) => kind === "overlap")).toBe(true);
    expect(await ask("scheduleLayers { name }")).toEqual({ scheduleLayers: [{ name: "" }, { name: "Americas" }] });
  });

  it("says of a layer that cannot be what is wrong with it, as setting it would", async () => {
    const layer = `{ timeZone: "Mars/Phobos", handOver: { every: day, at: "06:00" }, people: ["${kim.person.id}"] }`;
    await expect(ask(`afterLayer(${window}, layer: ${layer}) { duties { from } }`)).rejects.toThrow("no time zone");
  });

  it("costs what the time is long that is asked for: years over and over are refused", async () => {
    const years = (count: number): string => Array.from(
      { length: count },
      (_, n) => `y${String(n)}: duties(from: "2026-01-01T00:00:00Z", to: "2028-01-01T00:00:00Z") { from }`,
    ).join(" ");
    const schema = await specSchema();
    const cost = (fields: string): number => {
      const { definitions: [operation] } = parse(`{ rotation(id: "${platform}") { ${fields} } }`);
      if (operation?.kind !== Kind.OPERATION_DEFINITION) throw new Error("it is one operation");
      return refuseTooCostly({ schema, operation, fragments: new Map(), variables: {} });
    };
    expect(cost(years(6))).toBeGreaterThan(80_000);
    expect(() => cost(years(7))).toThrow("smaller pages");
  });

  it("has layers that change from a moment on and end; what was before stays", async () => {
    const rotationId = await followTheSun("Ending");
    const { scheduleLayers: [, { id }] } = await ask("scheduleLayers { id }", rotationId) as { scheduleLayers: [object, { id: string }] };
    await spec.run(ana, "changeRotation", {
      rotationId, layerId: id, effectiveFrom: "2026-10-05T00:00:00Z", hours: [{ weekdays: [1], from: "10:00", to: "12:00" }],
    });
    await spec.run(ana, "endLayer", { rotationId, layerId: id, at: "2026-10-10T00:00:00Z" });
    const days = `from: "2026-10-01T00:00:00Z", to: "2026-10-20T00:00:00Z"`;
    const asked = await ask(`layers scheduleLayers { shifts(${days}) { from person { name } } }`, rotationId) as {
      scheduleLayers: { shifts: { from: string }[] }[];
    };
    expect(asked.scheduleLayers[1]?.shifts.at(-1)?.from).toBe("2026-10-05T15:00:00.000Z");
    spec.at("2026-10-11T00:00:00.000Z");
    expect(await ask("scheduleLayers { name }", rotationId)).toEqual({ scheduleLayers: [{ name: "" }] });
  });

  it("is refused to who may not, with hours that are none, a name too long, a stranger, and layers that are not there", async () => {
    const set = (layer: object, who = ana) => codeOf(
      spec.run(who, "setLayer", { rotationId: platform, layer: { ...americas(), ...layer } }),
    );
    expect(await set({}, viewer)).toBe("NOT_ALLOWED");
    expect(await set({ hours: [{ weekdays: [1], from: "20:00", to: "08:00" }] })).toBe("INVALID_INPUT");
    expect(await set({ name: "x".repeat(101) })).toBe("INVALID_INPUT");
    expect(await set({ hours: Array.from({ length: 21 }, () => ({ weekdays: [1], from: "08:00", to: "20:00" })) })).toBe("INVALID_INPUT");
    expect(await set({ turnLength: 0 })).toBe("INVALID_INPUT");
    expect(await set({ people: [crypto.randomUUID()] })).toBe("NOT_FOUND");
    expect(await codeOf(spec.run(ana, "endLayer", { rotationId: platform, layerId: crypto.randomUUID() }))).toBe("NOT_FOUND");
    expect(await codeOf(spec.run(viewer, "keepFinding", {
      rotationId: platform, kind: "gap", from: "2026-10-25T00:00:00Z", to: "2026-10-26T00:00:00Z", reason: "x",
    }))).toBe("NOT_ALLOWED");
  });
});
