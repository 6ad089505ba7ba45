import { expect, it } from "vitest";
import { model } from "../model.ts";
import { textOf } from "./database.ts";
import type { Projection } from "./projection.ts";
import { shapeStamp } from "./stamp.ts";
import { openStore } from "./store.ts";
import { tablesOf } from "./tables.ts";

const { projections, sideTables } = model;

it("a file's stamp is of all that creates it: nothing stands in it that other words could have made", () => {
  const store = openStore(":memory:", model);
  const created = store.db
    .all("SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL AND type IN ('table', 'view') AND name NOT GLOB '*Text_*'")
    .map((row) => textOf(row, "sql"));
  store.close();
  const stamped = tablesOf(projections, sideTables).join("\n");
  expect(created.length).toBeGreaterThan(projections.length);
  expect(created.filter((sql) => !stamped.includes(sql))).toEqual([]);
  expect(model.shape).toBe(shapeStamp(projections, sideTables));
});

it("is another one with another column, axis, table of a slice, or without history", () => {
  const [first, ...others] = projections;
  const like = (change: Partial<Projection>): readonly Projection[] => (first === undefined ? [] : [{ ...first, ...change }, ...others]);
  const stamps = [
    model.shape, shapeStamp(others, sideTables), shapeStamp(projections, sideTables.slice(1)),
    shapeStamp(like({ history: false }), sideTables),
    shapeStamp(like({ axes: ["at", "known"] }), sideTables), shapeStamp(like({ axes: [] }), sideTables),
    shapeStamp(like({ columns: { more: { type: "text" } } }), sideTables),
  ];
  expect(new Set(stamps).size).toBe(stamps.length);
});
