import type { RequestCount, SampleEvent } from "@ballast/schema";
import { describe, it } from "vitest";
import { given } from "../specification.ts";
import { sampleDecider } from "./index.ts";

const counts: (RequestCount | null)[] = [...Array.from({ length: 11 }, () => ({ bad: 1, valid: 10 })), null];
const about = {
  sampleId: "35000000-0000-4000-8000-000000000003", objectiveId: "35000000-0000-4000-8000-000000000001",
  hour: "2026-03-02T10:00:00.000Z", counts,
};
const now = "2026-03-02T11:00:00.000Z";
const counted: SampleEvent = { type: "RequestsCounted", data: about };
const count = (other: Partial<typeof about & { now: string }> = {}) => ({ type: "CountRequests", now, ...about, ...other }) as const;

describe("an hour of requests", () => {
  it("is counted once, whatever is said of it later", () => {
    given(sampleDecider, []).when(count()).then([counted]);
    given(sampleDecider, [counted]).when(count({ counts: counts.toReversed() })).then([]);
  });

  it.each([
    ["is not over", { now: "2026-03-02T10:59:59.999Z" }, "hour"], ["is none", { hour: "2026-03-02T10:05:00.000Z" }, "hour"],
    ["had more bad requests than there were", { counts: [{ bad: 11, valid: 10 }, ...counts.slice(1)] }, "counts"],
  ])("is refused where it %s", (_, other, path) => {
    given(sampleDecider, []).when(count(other)).thenRejected("INVALID_INPUT", { path: [path] });
  });
});
