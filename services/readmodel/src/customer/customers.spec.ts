import { customerDecider } from "@ballast/domain/customer";
import { ids, idOf } from "@ballast/eventlog";
import { bucketOf, type CustomerDescription } from "@ballast/schema";
import { describe, expect, it } from "vitest";
import { folded } from "../specification/folded.ts";
import { recordedHistory } from "../specification/recordedHistory.ts";

const at = (minute: number): string => new Date(Date.UTC(2026, 10, 2, 12, minute)).toISOString();
const keyOf = (id: string): string => idOf(customerDecider, id);

function described(...customers: readonly (Partial<CustomerDescription> & { readonly id: string })[]) {
  const history = recordedHistory();
  customers.forEach(({ id, name = id, plan = null, region = null, attributes = {} }, index) => {
    history.add(
      ["customer", keyOf(id)],
      {
        type: "CustomerDescribed",
        data: { customerId: keyOf(id), id, name, plan, region, attributes: { ...attributes }, by: "import", at: at(index) },
      },
      { at: at(index) },
    );
  });
  return history;
}

describe("customers", () => {
  const history = described(
    { id: "acme", name: "Acme GmbH", plan: "Enterprise", region: "eu-west" },
    { id: "__proto__", name: "zebra", plan: "Trial" },
    { id: "Zürich Süd", name: "Alder Books", plan: "Trial", attributes: { country: "CH" } },
  );
  history.add(
    ["customer", keyOf("seen only")],
    { type: "CustomerSeen", data: { customerId: keyOf("seen only"), id: "seen only", door: "deploy", at: at(9) } },
    { at: at(9) },
  );
  const queries = folded(history.events);
  const names = (request?: Parameters<typeof queries.customers.list>[0]) =>
    queries.customers.list(request).nodes.map(({ externalId }) => externalId);

  it("are listed by name, whatever its case, or the last seen first", () => {
    expect(names()).toEqual(["acme", "Zürich Süd", "seen only", "__proto__"]);
    expect(names({ sort: "SEEN_DESC" })[0]).toBe("seen only");
  });

  it("are chosen by plan, region, words, and whether anybody described them", () => {
    expect(names({ filter: { plan: "Trial" } })).toEqual(["Zürich Süd", "__proto__"]);
    expect(names({ filter: { region: "eu-west" } })).toEqual(["acme"]);
    expect(names({ filter: { text: "country" } })).toEqual(["Zürich Süd"]);
    expect(names({ filter: { described: false } })).toEqual(["seen only"]);
    expect([queries.customers.valuesOf("plan"), queries.customers.valuesOf("plan", { at: at(0) })]).toEqual([
      ["Enterprise", "Trial"],
      ["Enterprise"],
    ]);
  });

  it("are found by name and id, and are as they were", () => {
    expect(queries.search.find({ text: "Alder", viewer: "all" })).toMatchObject([
      { kind: "customer", id: keyOf("Zürich Süd"), title: "Alder Books" },
    ]);
    expect(names({ asOf: { at: at(0) } })).toEqual(["acme"]);
    expect(queries.customers.get(keyOf("__proto__"))).toMatchObject({ externalId: "__proto__", plan: "Trial" });
  });
});

describe("a customer's incidents", () => {
  it("are those that name it, with what it suffered there", () => {
    const history = recordedHistory();
    const incidentId = ids.incident("one");
    history.add(
      ["incident", incidentId],
      {
        type: "CustomersAffected",
        data: {
          incidentId,
          deployId: null,
          customers: [
            { customer: "a/b", requests: 40, errors: 13 },
            { customer: "acme", requests: 9, errors: 1 },
          ],
          count: 2,
        },
      },
      { at: at(1) },
    );
    history.add(
      ["incident", incidentId],
      {
        type: "CustomersAffected",
        data: { incidentId, deployId: null, customers: [{ customer: "acme", requests: 90, errors: 5 }], count: 2 },
      },
      { at: at(2) },
    );
    const { customers } = folded(history.events);
    expect(customers.incidentsOf("acme")).toMatchObject([{ incidentId, customer: "acme", requests: 90, errors: 5 }]);
    expect(customers.incidentsOf("acme", { at: at(1) })).toMatchObject([{ requests: 9, errors: 1 }]);
    expect(customers.incidentsOf("a/b")).toMatchObject([{ errors: 13 }]);
    expect(customers.incidentsOf("b")).toEqual([]);
  });
});

describe("what a customer was served", () => {
  it("changes when it is named, when its place comes under the share, and when everyone is", () => {
    const serviceId = ids.service("shop");
    const laneId = ids.lane(serviceId, "production");
    const place = bucketOf("shop", "acme");
    const history = recordedHistory();
    const release = (version: string) => ({ releaseId: ids.release(serviceId, version), version, deployId: ids.deploy(version) });
    const expose = (minute: number, percent: number, customers: string[] = []) =>
      history.add(
        ["lane", laneId],
        { type: "ExposureShifted", data: { laneId, ...release("v2"), percent, customers } },
        { at: at(minute) },
      );
    const serve = (minute: number, version: string) =>
      history.add(["lane", laneId], { type: "ReleaseServedEveryone", data: { laneId, ...release(version) } }, { at: at(minute) });
    serve(0, "v1");
    expose(1, place / 1_000);
    expose(2, 0, ["acme"]);
    expose(3, (place + 1) / 1_000);
    expose(4, 0);
    serve(5, "v2");
    const { customers } = folded(history.events);
    const told = (asOf?: { at: string }) =>
      customers
        .servedHistory({ laneId, service: "shop", customer: "acme" }, asOf)
        .map(({ at: when, release: { version }, because, before }) => [when, version, because, before?.version ?? null]);
    const all = [
      [at(0), "v1", "everyone", null],
      [at(2), "v2", "named", "v1"],
      [at(3), "v2", "share", "v2"],
      [at(4), "v1", "everyone", "v2"],
      [at(5), "v2", "everyone", "v1"],
    ];
    expect(told()).toEqual(all);
    expect(told({ at: at(3) })).toEqual(all.slice(0, 3));
  });
});
