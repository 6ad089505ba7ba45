import { describe, expect, it } from "vitest";
import { ids } from "@ballast/eventlog";
import { defaultPlan } from "@ballast/schema";
import { folded } from "../specification/folded.ts";
import { Shop } from "../specification/shopHistory.ts";
import { deployInputs } from "./deployInputs.ts";

const inputs = (shop: Shop) => {
  const { deploys, releases } = folded(shop.history.events);
  const line = releases.line(shop.serviceId);
  return deployInputs(deploys.all({}).toSorted((a, b) => a.requestedAt.localeCompare(b.requestedAt)), { line, incidentsOf: () => [] },
    (brought) => line.commitsOf(brought));
};

/** v1, v2 and v3, one after the other; then back to v2 by hand. */
function story() {
  const shop = new Shop();
  for (const [index, version] of ["1.0", "2.0", "3.0"].entries()) {
    shop.release(version, -300 + index * 20);
    shop.succeed(shop.begin(version, -299 + index * 20), version, -290 + index * 20);
  }
  return shop;
}
function goBack(shop: Shop, version: string, minute: number): void {
  const deployId = shop.begin(version, minute, "rollback");
  shop.say(deployId, { type: "RollbackCompleted", data: { deployId, durationMs: 1_000 } }, minute + 1);
}

describe("deploys as reports take them", () => {
  it("are those that reached somebody, with what they brought", () => {
    const shop = story();
    shop.release("4.0", -200);
    const deployId = ids.deploy("never seen");
    shop.say(
      deployId,
      {
        type: "DeployRequested",
        data: {
          deployId, kind: "deploy", laneId: shop.laneId, serviceId: shop.serviceId, environment: "production",
          releaseId: ids.release(shop.serviceId, "4.0"), version: "4.0", fromReleaseId: null, fromVersion: null,
          plan: defaultPlan, reason: "", automatic: false, incidentId: null, preempts: null, deadlineAt: null, direct: false,
          warnings: [], stay: false,
        },
      },
      -199,
    );
    expect(inputs(shop).map(({ version, kind, rolledBackAt }) => [version, kind, rolledBackAt])).toEqual([
      ["1.0", "deploy", null], ["2.0", "deploy", null], ["3.0", "deploy", null],
    ]);
    expect(inputs(shop).every(({ lane }) => lane === shop.laneId)).toBe(true);
  });

  it("count as undone by the rollback that came next in the lane and left their release, and no other", () => {
    const shop = story();
    goBack(shop, "2.0", -100);
    const undone = Object.fromEntries(inputs(shop).map(({ version, kind, rolledBackAt }) => [`${kind} ${version}`, rolledBackAt]));
    expect(undone).toEqual({
      "deploy 1.0": null, "deploy 2.0": null, "deploy 3.0": shop.at(-99), "rollback 2.0": null,
    });
  });

  it("are not undone by a rollback after the release was deployed again", () => {
    const shop = story();
    shop.succeed(shop.begin("2.0", -150), "2.0", -140);
    shop.succeed(shop.begin("3.0", -130), "3.0", -120);
    goBack(shop, "2.0", -100);
    expect(inputs(shop).map(({ version, kind, rolledBackAt }) => [kind, version, rolledBackAt === null])).toEqual([
      ["deploy", "1.0", true], ["deploy", "2.0", true], ["deploy", "3.0", true], ["deploy", "2.0", true], ["deploy", "3.0", false],
      ["rollback", "2.0", true],
    ]);
  });
});
