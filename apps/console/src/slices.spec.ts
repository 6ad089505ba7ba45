import { readFileSync } from "node:fs";
import { buildSchema, isInterfaceType } from "graphql";
import { describe, expect, it } from "vitest";
import { together } from "./app/slice.ts";
import { slices } from "./slices.ts";

const schema = buildSchema(readFileSync(new URL("../../../schema/generated/schema.graphql", import.meta.url), "utf8"));
const records = Object.values(together(slices, (slice) => slice.records));
const paths = slices.flatMap(({ views }) => views.map(({ path }) => path));
const places = slices.flatMap(({ place }) => (place === undefined ? [] : [place]));

/** Whatever appears twice. */
const twice = (names: readonly string[]): readonly string[] => names.filter((name, at) => names.indexOf(name) !== at);

describe("the slices of the console together", () => {
  it("know every kind of record that the API has, and no other", () => {
    const node = schema.getType("Node");
    const kinds = isInterfaceType(node) ? schema.getImplementations(node).objects.map(({ name }) => name) : [];
    expect(kinds.length).toBeGreaterThan(10);
    expect(records.map(({ type }) => type).toSorted()).toEqual(kinds.toSorted());
  });

  it("have a list and a view for every kind of record that is shown by itself", () => {
    expect(records.flatMap(({ list }) => (list === null ? [] : [list, `${list}/:id`])).filter((path) => !paths.includes(path))).toEqual([]);
  });

  it("lead from each place to a view", () => expect(places.filter(({ to }) => !paths.includes(to))).toEqual([]));

  it("take nothing from each other: no address, no key, no verb, no resource", () => {
    const { length } = slices.flatMap((slice) => Object.keys(slice.resources ?? {}));
    expect([
      twice(paths),
      twice(places.flatMap(({ key, keys }) => [key, keys])),
      twice(slices.flatMap((slice) => (slice.verbs ?? []).map(({ name }) => name))),
      twice(slices.flatMap((slice) => Object.keys(slice.resources ?? {}))),
    ]).toEqual([[], [], [], []]);
    expect(length).toBeGreaterThan(5);
  });
});
