import { ids } from "@ballast/eventlog";
import type { IncidentEvent, LinkType } from "@ballast/schema";
import { describe, expect, it } from "vitest";
import { folded } from "../specification/folded.ts";
import { Shop } from "../specification/shopHistory.ts";

const incidentId = ids.incident("i");

/** What is related to an incident that began at noon. */
function related(shop: Shop, links: readonly (readonly [string, LinkType])[] = []) {
  const say = (event: IncidentEvent) => shop.history.add(["incident", incidentId], event, { at: shop.at(5) });
  say({
    type: "IncidentDeclared",
    data: {
      incidentId, number: 1, title: "Checkout fails", summary: "", severity: 2, publicImpact: "none", serviceIds: [shop.serviceId],
      components: [], impactStartAt: shop.at(0), drill: false, private: false, declaredAutomatically: false,
    },
  });
  for (const [deployId, type] of links)
    say({
      type: "LinkAdded",
      data: {
        incidentId, linkId: ids.part(deployId, type), type, kind: "deploy", recordId: deployId, note: "", confidence: "likely",
        fromEntryId: null,
      },
    });
  const { incidents } = folded(shop.history.events);
  const incident = incidents.get(incidentId);
  return incident === undefined ? [] : incidents.relatedChanges(incident);
}

describe("deploys that may have to do with an incident", () => {
  it("are those of the day before, with how far they were and how long before", () => {
    const shop = new Shop();
    for (const version of ["1.0", "2.0"]) shop.release(version, -350);
    shop.succeed(shop.begin("1.0", -300), "1.0", -290);
    const deployId = shop.begin("2.0", -11);
    const [first, ...others] = related(shop);
    expect(first).toMatchObject({ deploy: { id: deployId }, link: null, beforeStartMs: 10 * 60_000 });
    expect(first?.reasons).toEqual(["same service", "10 min before the impact", "had reached 10 % of customers"]);
    expect(others.every(({ score }) => score < (first?.score ?? 0))).toBe(true);
  });

  it("say what people have said of them, and are there for that alone however old", () => {
    const shop = new Shop();
    for (const version of ["1.0", "2.0"]) shop.release(version, -9_000);
    const old = shop.begin("1.0", -8_000);
    shop.succeed(old, "1.0", -7_990);
    const young = shop.begin("2.0", -20);
    expect(related(shop).map(({ deploy }) => deploy.id)).toEqual([young]);
    const said = related(shop, [[old, "caused"], [young, "ruledOut"]]);
    expect(said.map(({ deploy, link }) => [deploy.id, link])).toEqual([[old, "caused"], [young, "ruledOut"]]);
  });

  it("weigh less once the next one of their lane served everybody, and not for one that came before", () => {
    const shop = new Shop();
    for (const version of ["1.0", "2.0", "3.0"]) shop.release(version, -350);
    const first = shop.begin("1.0", -70);
    shop.succeed(first, "1.0", -65);
    const scoreOf = (id: string) => related(shop).find(({ deploy }) => deploy.id === id)?.score ?? 0;
    const alone = scoreOf(first);
    const second = shop.begin("2.0", -60);
    shop.succeed(second, "2.0", -50);
    expect(scoreOf(first)).toBeLessThan(alone);
    expect(scoreOf(second)).toBeGreaterThan(scoreOf(first));
  });
});
