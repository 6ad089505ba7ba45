import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startDemonstration } from "../harness/demonstration.ts";
import { until, type Stack } from "../harness/index.ts";

let stack: Stack;
beforeAll(async () => {
  stack = await startDemonstration();
  expect(stack.output()).not.toContain("could not be prepared");
});
afterAll(() => stack.stop());

interface Told {
  readonly trio: { readonly healthy: string; readonly failing: string; readonly containing: string };
  readonly healthy: { readonly percents: readonly number[] };
  readonly failing: { readonly effect: string; readonly affectedCustomers: readonly string[] };
  readonly incident: { readonly reference: string; readonly acknowledgeMs: number | null };
  readonly warnings: readonly string[];
  readonly flag: { readonly killedAt: number; readonly incident: { readonly reference: string; readonly acknowledgeMs: number | null } };
}

interface Summary {
  readonly page: { readonly name: string };
  readonly components: readonly { readonly name: string; readonly group: boolean }[];
}

describe("the demonstration", () => {
  it("begins with a history of real events, nobody paged for it", async () => {
    const { services, incidents, pages } = await stack.gql<{
      services: { totalCount: number };
      incidents: { totalCount: number; edges: readonly { node: { open: boolean; milestones: readonly unknown[] } }[] };
      pages: { totalCount: number };
    }>(
      "{ services(first: 50) { totalCount } incidents(first: 50) { totalCount edges { node { open milestones { milestone at } } } } pages(open: true) { totalCount } }",
    );
    expect(services.totalCount).toBeGreaterThanOrEqual(6);
    expect(incidents.totalCount).toBeGreaterThanOrEqual(6);
    expect(incidents.edges.every(({ node }) => !node.open)).toBe(true);
    expect(pages.totalCount).toBe(0);
    const { lane } = await stack.gql<{ lane: { live: { version: string } } }>(
      '{ lane(service: "checkout", environment: "production") { live { version } } }',
    );
    expect(lane.live.version).toBe("v1");
  });

  it("has a page that the public reads, with bars of what its components went through", async () => {
    const [summary, page] = await Promise.all(["/api/v2/summary.json", "/status"].map((path) => fetch(`${stack.url}${path}`)));
    const { page: { name }, components } = await summary?.json() as Summary;
    expect({ name, components: components.filter(({ group }) => !group).map((one) => one.name) }).toEqual({
      name: "Shop status", components: ["Search and catalogue", "Checkout", "Invoices and refunds", "Signing in", "Messages"],
    });
    expect(await page?.text()).toContain("Search and catalogue");
  });

  it("tells its story for real, and again with new releases", async () => {
    for (const expected of [{ healthy: "v2", failing: "v3", containing: "v4" }, { healthy: "v5", failing: "v6", containing: "v7" }]) {
      const { code, json, stderr } = await stack.cli(["demo", "--json"]);
      expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
      const told = json as Told;
      expect(told).toMatchObject({ trio: expected, healthy: { percents: [10, 50, 100] } });
      expect(told.failing.effect).toMatch(/errors \d/);
      expect(told.failing.affectedCustomers.length).toBeGreaterThan(0);
      expect(told.incident.acknowledgeMs).not.toBeNull();
      expect(told.flag).toMatchObject({ killedAt: 50_000, incident: { reference: expect.stringMatching(/^INC-/) as string } });
      expect(told.flag.incident.acknowledgeMs).not.toBeNull();
      expect(told.warnings[0]).toContain(`rolled-back ${expected.failing}`);
    }
  }, 360_000);

  it("is rolled back by break-glass while API, worker and workflow engine are down, and the log knows it", async () => {
    for (const part of ["api", "worker", "temporal"] as const) stack.kill9(part);
    const { code, json, stderr } = await stack.cli([
      "rollback", "checkout", "--direct", "--yes", "--reason", "the engine is down", "--json",
    ]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(json).toMatchObject({ version: "v2", fromVersion: "v5" });
    const { lane, deploys } = await until(() =>
      stack.gql<{ lane: { live: { version: string }; hold: object | null }; deploys: { edges: readonly { node: object }[] } }>(
        '{ lane(service: "checkout", environment: "production") { live { version } hold { faultyVersion } } deploys(first: 1, filter: { service: "checkout" }) { edges { node { kind state direct } } } }',
      ),
    );
    expect(lane).toEqual({ live: { version: "v2" }, hold: { faultyVersion: "v5" } });
    expect(deploys.edges[0]?.node).toEqual({ kind: "rollback", state: "done", direct: true });
  });
});
