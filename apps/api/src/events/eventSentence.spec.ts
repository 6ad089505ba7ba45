import { readdirSync, readFileSync } from "node:fs";
import { decode, type BallastEvent } from "@ballast/schema";
import { describe, expect, it } from "vitest";
import type { Saying } from "../graphql/context.ts";
import { known } from "../slices.ts";
import { eventSentence as sentenceOf, sayingOf } from "./eventSentence.ts";

const names: Readonly<Record<string, string>> = {
  Service: "Search", Person: "Bob", Rotation: "First line", Lane: "Search production", Deploy: "v2 → Search production",
  Release: "v2 of Search", Incident: "INC-12", Alert: "HighErrors",
};
const saying = sayingOf(known, "Ada", (kind) => names[kind] ?? `a ${kind.toLowerCase()}`);
const eventSentence = (event: BallastEvent, says: Saying): string => sentenceOf(known, event, says);
const fixtures = new URL("../../../../schema/fixtures/", import.meta.url);

describe("what happened, in a sentence", () => {
  it("is said of every event there ever was, in words: no ids, no gaps, one full stop", () => {
    const said = readdirSync(fixtures).map((file) => {
      const decoded = decode(JSON.parse(readFileSync(new URL(file, fixtures), "utf8")) as Parameters<typeof decode>[0]);
      return { file, text: decoded.kind === "known" ? eventSentence(decoded.event, saying) : decoded.why };
    });
    expect(said.length).toBeGreaterThan(90);
    const odd = said.filter(
      ({ text }) =>
        /undefined|null|NaN|\[object|[0-9a-f]{8}-[0-9a-f]{4}|\.\.$| {2}/.test(text) || !/^([^a-z]|v2 |github ).*\.$/s.test(text),
    );
    expect(odd).toEqual([]);
  });

  it("leaves names as they are, also at its start, and begins with a capital where it has a word for a name", () => {
    const began = { type: "DeployStarted", data: { deployId: "d", requestEventId: "e", workflowId: "w", runId: "r" } } as const;
    expect(eventSentence(began, saying)).toBe("v2 → Search production began.");
    expect(eventSentence(began, { ...saying, deploy: () => "a deploy" })).toBe("A deploy began.");
    expect(eventSentence({ type: "PersonLeft", data: { personId: "p" } }, { ...saying, person: () => "somebody" })).toBe(
      "Somebody has left.",
    );
    expect(
      eventSentence(
        { type: "LaneUnlocked", data: { laneId: "l", deployId: "d", reason: null } },
        { ...saying, lane: () => "checkout production" },
      ),
    ).toBe("checkout production is free again.");
  });

  it("lets no words of people turn its own round", () => {
    const renamed = { type: "IncidentRenamed", data: { incidentId: "i", title: "quiet \u202ereversed", summary: "" } } as const;
    expect(eventSentence(renamed, saying)).toContain("to “\u2068quiet \u202ereversed\u2069”.");
  });

  it("names who did it and to what", () => {
    const plan = {
      steps: [
        {
          percent: 10,
          customers: [],
          bakeMs: 1,
          analysis: {
            minSamples: 1, maxErrorsPer100k: 1, minEffectPer100k: 1, maxP95Ms: null, judgesLatency: true, minSlowerMs: 50,
            minSlowerPercent: 20,
          },
        },
        {
          percent: 100,
          customers: [],
          bakeMs: 1,
          analysis: {
            minSamples: 1, maxErrorsPer100k: 1, minEffectPer100k: 1, maxP95Ms: null, judgesLatency: true, minSlowerMs: 50,
            minSlowerPercent: 20,
          },
        },
      ],
      soakMs: 1,
    };
    expect(eventSentence({ type: "DeployPlanSet", data: { serviceId: "s", environment: "production", plan } }, saying)).toBe(
      "Ada set the deploy plan of Search production: 10 % → 100 %.",
    );
    expect(eventSentence({ type: "HoldReleased", data: { laneId: "l", reason: "fixed in v4." } }, saying)).toBe(
      "Ada released the hold on Search production: fixed in v4.",
    );
    expect(eventSentence({ type: "RoleLeft", data: { incidentId: "i", role: "commander", personId: "p", handedTo: "q" } }, saying)).toBe(
      "Bob handed commander of INC-12 to Bob.",
    );
  });
});
