import type { PublicRow } from "@ballast/readmodel";
import { expect, it, onTestFinished } from "vitest";
import { specServer } from "../../specification/server.ts";
import { PublicIncidents } from "./publicIncidents.ts";

it("is always what a reading of the whole history gives, and reads again only what was touched and what goes on", async () => {
  const spec = await specServer();
  onTestFinished(() => spec.close());
  const { readModel } = spec.server;
  const ada = await spec.person("ada", ["commander", "responder", "engineer", "admin"]);
  await spec.run(ada, "registerService", { slug: "shop", name: "Shop" });
  const known = new PublicIncidents();
  const read: number[] = [];
  const counting: typeof readModel = {
    ...readModel,
    incidents: {
      ...readModel.incidents,
      publicOf: (ids, now) => {
        read.push(ids.length);
        return readModel.incidents.publicOf(ids, now);
      },
    },
  };
  const touched = new Set<string>();
  const stop = readModel.onApplied(({ events }) => {
    for (const { category, id } of events) if (category === "incident") touched.add(id);
  });
  onTestFinished(stop);
  const agrees = (): readonly PublicRow[] => {
    const now = (): Date => spec.server.now();
    const { rows } = known.look({ readModel: counting, now }, touched);
    touched.clear();
    expect(rows).toEqual(readModel.incidents.ofPublic(now().toISOString()));
    return rows;
  };
  const declare = async (title: string, publicImpact: "none" | "major", isPrivate: boolean = false): Promise<string> =>
    (await spec.run(ada, "declareIncident", { title, severity: 2, services: ["shop"], publicImpact, private: isPrivate })).recordId;

  spec.at("2026-11-23T10:00:00.000Z");
  const shown = await declare("Slow", "major");
  expect(agrees().map(({ row }) => row.title)).toEqual(["Slow"]);
  spec.at("2026-11-23T10:04:00.000Z");
  await declare("A secret", "major", true);
  const inner = await declare("Inside", "none");
  expect(agrees()).toHaveLength(1);
  await spec.run(ada, "changeIncidentState", { incidentId: shown, to: "resolved", reason: "over" });
  spec.at("2026-11-23T10:05:00.000Z");
  expect(agrees()).toMatchObject([{ row: { state: "resolved" } }]);
  read.length = 0;
  await spec.run(ada, "addEntry", { incidentId: inner, text: "Nobody outside sees it", at: "2026-11-23T10:05:00.000Z" });
  agrees();
  expect(read, "the one that was touched, none of those that are over").toEqual([1]);
  spec.at("2026-11-23T10:30:00.000Z");
  const ongoing = await declare("Goes on", "major");
  agrees();
  const failing: typeof readModel = {
    ...readModel, incidents: { ...readModel.incidents, publicOf: () => { throw new Error("the disk is away"); } },
  };
  const now = (): Date => spec.server.now();
  expect(() => known.look({ readModel: failing, now }, new Set([ongoing]))).toThrow("the disk is away");
  expect(agrees().map(({ row }) => row.title), "what could not be read stays").toContain("Goes on");
  spec.at("2026-11-23T10:50:00.000Z");
  read.length = 0;
  agrees();
  expect(read, "after a while everything is read anew").toEqual([]);
});
