import { expect, test } from "vitest";
import { contextOf } from "./context.ts";
import { compileStrictly, engineOf, OpenFlag } from "./engine.ts";
import { engineId } from "./engines.ts";
import { placeOf } from "./explain.ts";
import { flagWith, worldOf } from "./specification/world.ts";

/**
 * Places of customers, of 100,000, by seed and id. They may never change: another version of the engine that gives other
 * ones would divide everybody's customers anew. It then has to stand beside this one, under another name, for new flags.
 */
const golden: readonly (readonly [seed: string, id: string, place: number, divided: string])[] = [
  ["seed-1", "customer-1", 85036, "blue"],
  ["seed-1", "customer-2", 75143, "blue"],
  ["seed-1", "ann", 76089, "blue"],
  ["seed-1", "0", 67837, "on"],
  ["seed-1", "a", 95291, "blue"],
  ["seed-1", "acme-corp", 23728, "blue"],
  ["seed-1", "c-18204", 98413, "blue"],
  ["seed-1", "Zoë", 19255, "on"],
  ["seed-1", "株式会社", 78412, "blue"],
  ["seed-1", "Ünïcødé", 51236, "on"],
  ["seed-1", "😀", 49759, "blue"],
  ["seed-1", "Ω", 72355, "blue"],
  ["seed-1", "user@example.com", 80867, "on"],
  ["seed-1", "0b8f2f5e-7a55-4a3c-9a51-8a1d4f0b7c11", 70564, "blue"],
  ["seed-1", "x".repeat(200), 89745, "on"],
  ["K7f", "customer-1", 28933, "blue"],
  ["K7f", "ann", 59541, "blue"],
  ["K7f", "a", 53670, "on"],
  ["K7f", "c-18204", 39026, "blue"],
  ["K7f", "株式会社", 17334, "on"],
  ["K7f", "😀", 93514, "blue"],
  ["K7f", "user@example.com", 72580, "on"],
  ["K7f", "x".repeat(200), 19686, "blue"],
  ["größe", "customer-1", 15847, "on"],
  ["größe", "ann", 18808, "blue"],
  ["größe", "a", 48835, "blue"],
  ["größe", "c-18204", 71553, "on"],
  ["größe", "株式会社", 15425, "blue"],
  ["größe", "😀", 50000, "blue"],
  ["größe", "user@example.com", 79578, "blue"],
  ["größe", "x".repeat(200), 92066, "blue"],
];

const engine = engineOf({ key: "golden", engine: engineId });

test.each(golden)("%s %s stands at %i, and gets %s", (seed, id, place, divided) => {
  const context = contextOf({ targetingKey: id });
  expect(placeOf(engine, { seed, bucketBy: "targetingKey" }, context)).toBe(place);
  const rollout = { parts: 100_000, variants: [{ variant: "on", weight: 1 }, { variant: "blue", weight: 2 }] };
  expect(new OpenFlag(compileStrictly(flagWith({ rollout }, {}, { seed }), worldOf())).evaluate(context).variant).toBe(divided);
});

test("the engine is the one that these places were taken from", () => {
  expect([engineId, engine.evaluator]).toEqual(["flagd-core@4.0.1+compiler.1", "flagd-core 4.0.1"]);
  expect(golden.length).toBeGreaterThan(20);
});

test("a name is one place however it was typed", () => {
  const place = (id: string): number | null =>
    placeOf(engine, { seed: "seed-1", bucketBy: "targetingKey" }, contextOf({ targetingKey: id }));
  expect(place("Zoe\u0308")).toBe(place("Zo\u00eb"));
});
