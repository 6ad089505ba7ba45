import { ids } from "@ballast/eventlog";
import { describe, expect, it } from "vitest";
import { folded } from "../specification/folded.ts";
import { recordedHistory } from "../specification/recordedHistory.ts";

const at = (minute: number): string => new Date(Date.UTC(2026, 10, 2, 12, minute)).toISOString();
const [shop, search] = [ids.service("shop"), ids.service("search")];
const release = (version: string) => ({ releaseId: ids.release(shop, version), version });

/** The shop in production and staging, search in production; the shop's production serves v2 since v1, and v3 to some. */
function story() {
  const history = recordedHistory();
  for (const [minute, serviceId, environment, kind] of [
    [0, shop, "production", "production"],
    [0, shop, "trial", "staging"],
    [0, search, "production", "production"],
  ] as const) {
    if (environment === "production")
      history.add(
        ["service", serviceId],
        {
          type: "ServiceRegistered", data: { serviceId, slug: serviceId === shop ? "shop" : "search", name: "A service", description: "" },
        },
        { at: at(minute) },
      );
    history.add(
      ["service", serviceId],
      { type: "EnvironmentDefined", data: { serviceId, environment, kind, target: { kind: "fleet" }, order: 0 } },
      { at: at(minute) },
    );
    const laneId = ids.lane(serviceId, environment);
    history.add(["lane", laneId], { type: "LaneOpened", data: { laneId, serviceId, environment } }, { at: at(minute) });
  }
  const laneId = ids.lane(shop, "production");
  const serve = (version: string, minute: number) =>
    history.add(
      ["lane", laneId],
      { type: "ReleaseServedEveryone", data: { laneId, deployId: ids.deploy(version), ...release(version) } },
      { at: at(minute) },
    );
  const expose = (percent: number, customers: string[], minute: number) =>
    history.add(
      ["lane", laneId],
      { type: "ExposureShifted", data: { laneId, deployId: ids.deploy("v3"), ...release("v3"), percent, customers } },
      { at: at(minute) },
    );
  serve("v1", 1);
  serve("v2", 2);
  serve("v2", 3);
  expose(20, [], 4);
  return { history, laneId, expose, serve };
}

describe("lanes", () => {
  it("are found by service, environment and what that is for", () => {
    const { lanes } = folded(story().history.events);
    const found = (filter: Parameters<typeof lanes.all>[0]) => lanes.all(filter).map(({ id }) => id).toSorted();
    const [production, trial, other] = [ids.lane(shop, "production"), ids.lane(shop, "trial"), ids.lane(search, "production")];
    expect(found({})).toEqual([production, trial, other].toSorted());
    expect(found({ kind: "production" })).toEqual([production, other].toSorted());
    expect(found({ kind: "staging", serviceId: shop })).toEqual([trial]);
    expect(found({ environment: "trial" })).toEqual([trial]);
    expect(found({ serviceIds: [] })).toEqual([]);
    expect(lanes.of(shop, "trial")?.id).toBe(trial);
  });

  it("serve a release since it came, not since it came again, and another one to some", () => {
    const { history, laneId, expose } = story();
    expect(folded(history.events).lanes.get(laneId)).toMatchObject({
      live: { version: "v2", since: at(2), percent: 100 }, canary: { version: "v3", percent: 20, since: at(4) },
    });
    expose(0, ["Alder Books"], 5);
    expect(folded(history.events).lanes.get(laneId)?.canary).toMatchObject({ percent: 0, customers: ["Alder Books"] });
    expose(0, [], 6);
    expect(folded(history.events).lanes.get(laneId)?.canary).toBeNull();
  });

  it("say where each release stands", () => {
    const { history } = story();
    const { lanes } = folded(history.events);
    const states = lanes.statesOf(["v1", "v2", "v3"].map((version) => release(version).releaseId));
    expect(
      ["v1", "v2", "v3"].map((version) => states.get(release(version).releaseId)?.map(({ state, percent }) => [state, percent])),
    ).toEqual([[["replaced", null]], [["live", 80]], [["deploying", 20]]]);
    expect(lanes.releasesIn("deploying", { kind: "production" })).toEqual([release("v3").releaseId]);
    expect(lanes.releasesIn("deploying", { kind: "staging" })).toEqual([]);
  });
});
