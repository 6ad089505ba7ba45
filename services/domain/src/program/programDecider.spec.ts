import { describe, expect, it } from "vitest";
import { MOST_REPORT_READERS, programDecider, type ProgramCommand, type ProgramSettings } from "./programDecider.ts";
import { mondayOf, weekBegan } from "./week.ts";

const programId = "00000911-0000-4000-8000-000000000001";
const person = (n: number): string => `00000090-0000-4000-8000-${String(n).padStart(12, "0")}`;
const fold = (...commands: ProgramCommand[]): ProgramSettings =>
  commands.reduce<ProgramSettings>(
    (program, command) => programDecider.decide(command, program).reduce(programDecider.evolve, program), programDecider.initialState,
  );
const add = (n: number): ProgramCommand => ({ type: "AddReportReader", programId, personId: person(n) });

describe("the program of an installation", () => {
  it("goes by UTC until somebody says otherwise, and by no zone that is none", () => {
    const zone = (timeZone: string): ProgramCommand => ({ type: "SetProgramZone", programId, timeZone });
    expect(programDecider.decide(zone("UTC"), programDecider.initialState)).toEqual([]);
    expect(fold(zone("Europe/Zurich"))).toMatchObject({ timeZone: "Europe/Zurich", readerIds: [] });
    expect(fold(zone("Europe/Zurich"), zone("UTC"))).toMatchObject({ timeZone: "UTC" });
    expect(() => fold(zone("Europe/Atlantis"))).toThrow(expect.objectContaining({ code: "INVALID_INPUT", path: ["timeZone"] }));
  });

  it("is read by each once, for as long as they want, and by so many at most", () => {
    const without: ProgramCommand = { type: "RemoveReportReader", programId, personId: person(1) };
    expect(fold(add(1), add(2), add(1))).toMatchObject({ readerIds: [person(1), person(2)] });
    expect(fold(add(1), add(2), without)).toMatchObject({ readerIds: [person(2)] });
    expect(programDecider.decide(without, fold(add(2)))).toEqual([]);
    const all = Array.from({ length: MOST_REPORT_READERS }, (_, n) => add(n));
    expect(() => fold(...all, add(MOST_REPORT_READERS))).toThrow(expect.objectContaining({ code: "TOO_LARGE" }));
    expect(fold(...all, add(3))).toMatchObject({ readerIds: { length: MOST_REPORT_READERS } });
  });
});

describe("a week", () => {
  it("begins on Monday where the program's clock is, on the days on which it changes as well", () => {
    const began = (at: string, zone: string): [string, string] =>
      [mondayOf(Date.parse(at), zone), new Date(weekBegan(Date.parse(at), zone)).toISOString()];
    expect(began("2026-11-22T23:30:00Z", "UTC")).toEqual(["2026-11-16", "2026-11-16T00:00:00.000Z"]);
    expect(began("2026-11-22T23:30:00Z", "Europe/Zurich")).toEqual(["2026-11-23", "2026-11-22T23:00:00.000Z"]);
    expect(began("2026-11-23T03:00:00Z", "America/New_York")).toEqual(["2026-11-16", "2026-11-16T05:00:00.000Z"]);
    expect(began("2026-10-25T12:00:00Z", "Europe/Zurich")).toEqual(["2026-10-19", "2026-10-18T22:00:00.000Z"]);
    expect(began("1970-01-01T00:00:00Z", "UTC")).toEqual(["1969-12-29", "1969-12-29T00:00:00.000Z"]);
  });
});
