import { describe, expect, it } from "vitest";
import { obstacleTo, rollbackTarget, type LaneRelease, type LaneSituation } from "./rollbackTarget.ts";

const release = (version: string, rest: Partial<LaneRelease> = {}): LaneRelease => ({
  releaseId: `id-${version}`,
  version,
  provedGood: true,
  faulty: false,
  artifactAvailable: true,
  rollbackSafe: true,
  ...rest,
});
const lane = (releases: readonly LaneRelease[], serving: string | null, moving: string | null = null): LaneSituation => ({
  releases,
  servingReleaseId: serving === null ? null : `id-${serving}`,
  movingReleaseId: moving === null ? null : `id-${moving}`,
});
const goesTo = (situation: LaneSituation) => rollbackTarget(situation).target?.version ?? null;

describe("where a rollback goes", () => {
  it("while a deploy moves: to what served everyone before, soaked or not", () => {
    const releases = [release("v1"), release("v2", { provedGood: false }), release("v3", { provedGood: false })];
    expect(rollbackTarget(lane(releases, "v2", "v3"))).toMatchObject({
      target: { version: "v2" },
      reason: "A deploy moves: v2 served everyone before it.",
      warning: null,
    });
  });

  it("while a deploy moves: even when going back is not safe, but it warns", () => {
    const v3 = release("v3", { rollbackSafe: false, rollbackUnsafeReason: "it dropped a column" });
    expect(rollbackTarget(lane([release("v2"), v3], "v2", "v3"))).toMatchObject({
      target: { version: "v2" },
      warning: "Going back from v3 is not safe: it dropped a column.",
    });
  });

  it("while an older release is deployed again: to what served everyone before that", () => {
    expect(goesTo(lane([release("v1"), release("v2")], "v2", "v1"))).toBe("v2");
  });

  it("at rest: to the newest last known good older than what runs", () => {
    expect(goesTo(lane([release("v1"), release("v2"), release("v3", { provedGood: false })], "v3"))).toBe("v2");
  });

  it("a second time: further back, never to and fro", () => {
    const releases = [release("v1"), release("v2"), release("v3", { faulty: true })];
    expect(goesTo(lane(releases, "v2"))).toBe("v1");
    const again = [release("v1"), release("v2", { faulty: true }), release("v3", { faulty: true })];
    expect(goesTo(lane(again, "v1"))).toBeNull();
  });

  it("passes over what was faulty, never soaked or has no artifact, and says so", () => {
    const releases = [
      release("v1"),
      release("v2", { artifactAvailable: false }),
      release("v3", { provedGood: false }),
      release("v4", { faulty: true }),
      release("v5"),
    ];
    const { target, passedOver } = rollbackTarget(lane(releases, "v5"));
    expect(target?.version).toBe("v1");
    expect(passedOver.map(({ release: { version }, obstacle }) => [version, obstacle.kind])).toEqual([
      ["v4", "faulty"],
      ["v3", "notProvedGood"],
      ["v2", "noArtifact"],
    ]);
  });

  it("never goes past a release that is not rollback-safe, but may go to it", () => {
    const v2 = release("v2", { rollbackSafe: false, rollbackUnsafeReason: "it migrated the data" });
    expect(goesTo(lane([release("v1"), v2, release("v3")], "v3"))).toBe("v2");
    const stuck = rollbackTarget(lane([release("v1"), { ...v2, faulty: true }, release("v3")], "v3"));
    expect(stuck.target).toBeNull();
    expect(stuck.passedOver.at(-1)?.obstacle.explanation).toBe("Going back from v2 is not safe: it migrated the data.");
    expect(goesTo(lane([release("v1"), v2], "v2"))).toBeNull();
  });

  it("is nowhere at the first deploy and where nothing serves", () => {
    expect(rollbackTarget(lane([release("v1")], null, "v1"))).toMatchObject({ target: null, reason: /first deploy/ });
    expect(rollbackTarget(lane([], null))).toMatchObject({ target: null, reason: "Nothing serves customers here." });
    expect(rollbackTarget(lane([release("v1")], "v1"))).toMatchObject({ target: null, reason: /older than v1/ });
  });
});

describe("a release named by a person", () => {
  const situation = lane([release("v1", { provedGood: false }), release("v2"), release("v3")], "v2");

  it("has an obstacle when it is unknown, newer or what runs", () => {
    expect(["id-v2", "id-v3", "id-vX"].map((id) => obstacleTo(situation, id)?.kind)).toEqual(["notOlder", "notOlder", "notOlder"]);
    expect(obstacleTo(situation, "id-v1")?.kind).toBe("notProvedGood");
  });

  it("has none while a deploy moves when it served everyone before, wherever it stands", () => {
    const moving = lane([release("v1"), release("v2", { provedGood: false }), release("v3")], "v2", "v1");
    expect(obstacleTo(moving, "id-v2")).toBeNull();
  });

  it("is older than a release whose deploy has only begun", () => {
    const begun = lane([release("v1"), release("v2")], "v2", "v3");
    expect(["id-v2", "id-v1"].map((id) => obstacleTo(begun, id))).toEqual([null, null]);
  });
});
