import { describe, expect, it } from "vitest";
import { beganWords, causeOf, undoTarget } from "./cause.ts";
import { movingWords, standing } from "./MovingPanel.tsx";
import type { NowLane, SuspectedDeploy } from "./nowDocument.ts";
import { reachesOf } from "./reaches.ts";

const deploy = (version: string, from: string | null = version): SuspectedDeploy => ({
  id: `deploy-${version}`,
  version,
  environment: "production",
  state: "succeeded",
  endedAt: null,
  percent: 100,
  service: { slug: "checkout" },
  lane: { id: "lane", rollbackPreview: { allowed: true, target: { version: "v1" }, from: from === null ? null : { version: from } } },
});

describe("the likely cause of an incident", () => {
  const change = (version: string, link: "suspected" | "caused" | "ruledOut" | null) => ({
    link, beforeStartMs: 141_000, deploy: deploy(version),
  });

  it("is the most suspect change, told as what was said of it", () => {
    const told = (link: "suspected" | "caused" | null) => causeOf({ relatedChanges: [change("v3", link), change("v2", null)] });
    expect(told("suspected")).toMatchObject({ deploy: { version: "v3" }, words: "suspected cause", beforeMs: 141_000 });
    expect([told("caused")?.words, told(null)?.words]).toEqual(["cause", "changed shortly before"]);
  });

  it("is never what was ruled out", () => {
    expect(causeOf({ relatedChanges: [change("v2", "ruledOut")] })).toBeNull();
    expect(causeOf({ relatedChanges: [] })).toBeNull();
  });

  it("is undone only while it still reaches somebody", () => {
    const at = (d: SuspectedDeploy) => undoTarget({ deploy: d, beforeMs: 0, words: "cause" });
    expect(at(deploy("v2"))).toBe("v1");
    expect(at(deploy("v3", "v2"))).toBeNull();
  });

  it("says when it began", () => {
    expect([180_000, 0, -120_000, 42_000].map(beganWords)).toEqual([
      "began 3 min before", "began as it started", "began 2 min after the start", "began 42 s before",
    ]);
  });
});

describe("what moves", () => {
  it("is counted by how", () => {
    expect(movingWords([{ state: "baking" }, { state: "held" }, { state: "waiting" }, { state: "rollingBack" }])).toBe(
      "2 moving, 1 held, 1 waiting",
    );
  });

  it("says where it stands", () => {
    const start = Date.parse("2026-11-23T14:00:00Z");
    const step = {
      index: 0, percent: 5, customers: [], bakeMs: 600_000, state: "baking" as const, startedAt: new Date(start).toISOString(),
      endedAt: null, requests: null, verdict: null, extended: false,
    };
    expect(standing({ state: "baking", percent: 5, steps: [step], currentStep: 0, kind: "deploy" }, start + 60_000)).toBe(
      "5 %, 9 min left",
    );
    expect(standing({ state: "held", percent: 25, steps: [step], currentStep: 0, kind: "deploy" }, start)).toBe("25 %, clock stopped");
  });
});

it("shows every release that reaches customers, the widest first", () => {
  const lane = (slug: string, kind: NowLane["kind"], ...shares: [string, number][]): NowLane => ({
    id: slug + kind,
    environment: kind,
    kind,
    service: { id: slug, slug },
    hold: null,
    health: [],
    exposures: shares.map(([version, percent]) => ({
      percent, customers: [], since: "2026-11-23T14:00:00Z", release: { id: version, version },
    })),
  });
  const lanes = [
    lane("search", "production", ["9", 25], ["8", 75]),
    lane("checkout", "production", ["3", 100]),
    lane("search", "staging", ["9", 100]),
  ];
  expect(reachesOf(lanes).map(({ service, version, percent }) => `${service} ${version} ${percent}`)).toEqual([
    "checkout 3 100", "search 8 75", "search 9 25",
  ]);
});
