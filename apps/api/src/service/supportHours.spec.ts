import { Rejection } from "@ballast/domain";
import { afterAll, beforeAll, expect, it } from "vitest";
import { ZodError } from "zod";
import type { Principal } from "../auth/principal.ts";
import { answered } from "../specification/asking.ts";
import { specServer, type SpecServer } from "../specification/server.ts";

let spec: SpecServer;
let ana: Principal;
const office = { timeZone: "Europe/Zurich", weekdays: [1, 2, 3, 4, 5], from: "09:00", to: "18:00" };
const set = (supportHours: object | null, by = ana) => spec.run(by, "setSupportHours", { service: "checkout", supportHours });
const codeOf = (attempt: Promise<unknown>): Promise<string> =>
  attempt.then(
    () => "done",
    (error: unknown) =>
      error instanceof Rejection ? error.code : error instanceof ZodError ? "INVALID_INPUT" : Promise.reject(error as Error),
  );
const sentence = "Monday to Friday 09:00–18:00 (Europe/Zurich); outside of them severity 3 and milder ones wait";

beforeAll(async () => {
  spec = await specServer();
  spec.at("2026-03-27T10:00:00.000Z");
  ana = await spec.person("ana");
  await spec.run(ana, "registerService", { slug: "checkout", name: "Checkout" });
});
afterAll(() => spec.close());

it("support hours are set, read in words, and taken away; what makes no sense is refused, and a viewer", async () => {
  await set(office);
  const read = () => answered(spec, ana, {
    query: "{ service(slug: \"checkout\") { supportHours { sentence alwaysUpTo } history(first: 1) { edges { node { sentence } } } } }",
  });
  expect(await read()).toEqual({
    service: {
      supportHours: { sentence, alwaysUpTo: 2 },
      history: { edges: [{ node: { sentence: `ana set the support hours of Checkout: ${sentence}.` } }] },
    },
  });
  for (const wrong of [{ timeZone: "Mars" }, { weekdays: [] }, { weekdays: [8] }, { weekdays: [1, 1] }, { from: "9" }, { alwaysUpTo: 4 }])
    expect(await codeOf(set({ ...office, ...wrong }))).toBe("INVALID_INPUT");
  expect(await codeOf(set(null, await spec.person("vic", ["viewer"])))).toBe("NOT_ALLOWED");
  await set(null);
  expect(await read()).toMatchObject({ service: { supportHours: null } });
});

it("what they would come to is tried, with those that it has and with others, over a change of the clock", async () => {
  const tried = async (at: string, supportHours?: object | null) => {
    const { service } = await answered(spec, ana, {
      query: `query T($at: DateTime!, $supportHours: SupportHoursInput) { service(slug: "checkout") {
        supportHoursTrial(at: $at, supportHours: $supportHours) { hours { sentence } urgencies { severity level because until } } } }`,
      variables: { at, ...(supportHours === undefined ? {} : { supportHours }) },
    });
    return (service as { supportHoursTrial: { urgencies: { level: string; until: string | null }[] } }).supportHoursTrial;
  };
  const friday = "2026-03-27T20:00:00.000Z";
  expect((await tried(friday)).urgencies.map(({ level }) => level)).toEqual(["high", "high", "low", "low"]);
  expect(await tried(friday, { ...office, alwaysUpTo: 1 })).toMatchObject({
    hours: { sentence: sentence.replace("severity 3", "severity 2") },
    urgencies: [
      { severity: 1, level: "high", because: "severity", until: null },
      { severity: 2, level: "low", because: "outsideHours", until: "2026-03-30T07:00:00.000Z" },
      { severity: 3, level: "low" }, { severity: 4, level: "low" },
    ],
  });
  await set(office);
  expect((await tried("2026-03-27T12:00:00.000Z")).urgencies[3]).toMatchObject({ level: "high", until: "2026-03-27T17:00:00.000Z" });
  const without = await tried("2026-03-27T12:00:00.000Z", null);
  expect(without).toMatchObject({ hours: null });
  expect(without.urgencies[3], "none is not those that it has").toMatchObject({ level: "low", until: null });
});
