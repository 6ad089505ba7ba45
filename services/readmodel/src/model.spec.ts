import { describe, expect, it } from "vitest";
import { eventsByCategory } from "@ballast/schema";
import { model } from "./model.ts";

describe("the model", () => {
  it("hears every event of a record's stream, so that its revision is the stream's", () => {
    const records = {
      service: "service", lane: "lane", deploy: "deploy", incident: "incident", alert: "alert", page: "page", rotation: "rotation",
      person: "person", token: "token", import: "import",
    } as const;
    for (const [category, kind] of Object.entries(records)) {
      const heard = model.projections.find((projection) => projection.kind === kind)?.types ?? new Set();
      const events = Object.keys(eventsByCategory[category as keyof typeof records]);
      expect(events.filter((type) => !heard.has(type)), category).toEqual([]);
    }
  });

  it("leaves no history of what is secret", () => {
    const secret = model.projections.filter(({ kind }) => ["credential", "integration"].includes(kind));
    expect(secret.map(({ history }) => history)).toEqual([false, false]);
  });
});
