import { sampleDecider } from "@ballast/domain/sample";
import { idOf } from "@ballast/eventlog";
import { describe, expect, it } from "vitest";
import { folded } from "../specification/folded.ts";
import { recordedHistory } from "../specification/recordedHistory.ts";

const [one, other] = ["35000000-0000-4000-8000-000000000001", "35000000-0000-4000-8000-000000000002"];
const hourOf = (hour: number): string => new Date(Date.UTC(2026, 2, 2, hour)).toISOString();
const counts = Array.from({ length: 12 }, () => ({ bad: 1, valid: 10 }));

describe("requests of objectives", () => {
  const history = recordedHistory();
  for (const [objectiveId, hour] of [[one, 11], [other, 10], [one, 10], [one, 12]] as const) {
    const sampleId = idOf(sampleDecider, objectiveId, hourOf(hour));
    history.add(["sample", sampleId], {
      type: "RequestsCounted", data: { sampleId, objectiveId, hour: hourOf(hour), counts },
    }, { at: hourOf(hour + 1) });
  }
  const { samples } = folded(history.events);
  const hours = (from: number, at?: string) =>
    samples.ofObjective(one, { from, ...(at !== undefined && { asOf: { at } }) }).map(({ hour }) => hour);

  it("are those of the objective, by hour, from a moment on, and as they were known", () => {
    expect(hours(0)).toEqual([hourOf(10), hourOf(11), hourOf(12)]);
    expect(hours(Date.parse(hourOf(11)))).toEqual([hourOf(11), hourOf(12)]);
    expect(hours(0, hourOf(12))).toEqual([hourOf(10), hourOf(11)]);
  });
});
