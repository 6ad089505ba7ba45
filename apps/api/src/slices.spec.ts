import { definitionOf } from "@ballast/schema";
import { describe, expect, expectTypeOf, it } from "vitest";
import type { EventType } from "@ballast/schema";
import { kindOf, kindsOf } from "./graphql/records.ts";
import type { laneSlice } from "./lane/slice.ts";
import type { momentSlice } from "./moment/slice.ts";
import type { joined} from "./slice.ts";
import { type Complete } from "./slice.ts";
import { known, slices } from "./slices.ts";

const namesOf = (part: "records" | "sentences" | "telling"): readonly string[] => slices.flatMap((slice) => Object.keys(slice[part] ?? {}));
const twice = (names: readonly string[]): readonly string[] => names.filter((name, place) => names.indexOf(name) !== place);

describe("what slices bring", () => {
  it("is brought by one each", () => {
    expect(twice(namesOf("records"))).toEqual([]);
    expect(twice(namesOf("sentences"))).toEqual([]);
    expect(twice(namesOf("telling"))).toEqual([]);
  });

  it("does not compile where a kind of record or an event is forgotten", () => {
    type Forgetful = Complete<readonly [typeof laneSlice, typeof momentSlice]>;
    expectTypeOf<Forgetful>().toHaveProperty("kinds of records without a slice");
    expectTypeOf<Forgetful["events that nobody can say"]>().extract<"LaneHeld">().toBeNever();
    expectTypeOf<Forgetful["events that nobody can say"]>().extract<"IncidentDeclared">().toEqualTypeOf<"IncidentDeclared">();
    expectTypeOf<Forgetful["events that concern nobody and do not say why"]>().extract<"PageSent">().toEqualTypeOf<"PageSent">();
    expectTypeOf<readonly [typeof laneSlice]>().not.toExtend<Parameters<typeof joined<readonly [typeof laneSlice]>>[0]>();
  });

  it("is of events that there are, and what concerns nobody says why", () => {
    expect(namesOf("telling").filter((name) => definitionOf(name) === undefined)).toEqual([]);
    const silent = Object.entries(known.telling).flatMap(([type, audience]) =>
      typeof audience === "object" ? [[type, audience.silent] as const] : [],
    );
    expect(silent.filter(([, why]) => why.trim().length < 10)).toEqual([]);
    expectTypeOf<keyof typeof known.telling>().toEqualTypeOf<EventType>();
  });
});

describe("a kind of record", () => {
  it.each(kindsOf(known))("%s has a view, a history and a search text, or says why not", (kind) => {
    const { view, history, search } = kindOf({ known }, kind);
    for (const part of [view, history, search]) {
      const why = typeof part === "object" && "none" in part ? part.none : "there is one";
      expect(why.trim().length).toBeGreaterThan(9);
    }
    if (typeof view === "object") expect(view.instead).toMatch(/^\/[a-z-]+$/);
    else expect(view).toMatch(/^[a-z-]+$/);
  });

  it("is named by no other, whatever the case", () => {
    expect(new Set(kindsOf(known).map((kind) => kind.toLowerCase())).size).toBe(kindsOf(known).length);
  });
});
