import { ids } from "@ballast/eventlog";
import { describe, expect, it } from "vitest";
import { folded } from "../specification/folded.ts";
import { recordedHistory } from "../specification/recordedHistory.ts";

const day = (n: number): string => new Date(Date.UTC(2026, 10, n, 12)).toISOString();
const idOf = (slug: string): string => ids.service(slug);
const rotationId = ids.rotation("first");

/** Registered on the tenth; `basket` was released on the second and again on the twelfth, as an import told, `Account` never. */
function story() {
  const history = recordedHistory();
  for (const [slug, name] of [
    ["checkout", "Checkout"],
    ["basket", "basket"],
    ["account", "Account"],
  ] as const) {
    history.add(
      ["service", idOf(slug)],
      { type: "ServiceRegistered", data: { serviceId: idOf(slug), slug, name, description: slug === "account" ? "keeps aubergines" : "" } },
      { at: day(10) },
    );
  }
  for (const [version, on] of [["v1", 2], ["v2", 12]] as const) {
    const releaseId = ids.release(idOf("basket"), version);
    history.add(
      ["release", releaseId],
      {
        type: "ReleaseRecorded",
        data: {
          releaseId, serviceId: idOf("basket"), version, releasedAt: day(on), sha: null, artifact: null, commitCount: 0, commitsHash: "",
          rollbackSafe: true, rollbackUnsafeReason: null, notes: "", order: 0,
        },
      },
      { at: day(on), recordedAt: day(13) },
    );
  }
  history.add(
    ["service", idOf("checkout")],
    { type: "RotationAssigned", data: { serviceId: idOf("checkout"), purpose: "responders", rotationId } },
    { at: day(11) },
  );
  history.add(
    ["service", idOf("account")],
    { type: "RotationAssigned", data: { serviceId: idOf("account"), purpose: "commander", rotationId } },
    { at: day(11) },
  );
  return folded(history.events).services;
}

describe("services", () => {
  it("are listed by name whatever its case, or by what happened last", () => {
    const services = story();
    expect(services.list().nodes.map(({ slug }) => slug)).toEqual(["account", "basket", "checkout"]);
    const [first, ...others] = services.list({ sort: "ACTIVITY_DESC" }).nodes.map(({ slug }) => slug);
    expect([first, others.toSorted()]).toEqual(["basket", ["account", "checkout"]]);
    expect(services.list({ filter: { text: "aubergines" } }).nodes.map(({ slug }) => slug)).toEqual(["account"]);
    expect(services.list({ filter: { ids: [idOf("basket")] } }).nodes).toHaveLength(1);
    expect(services.bySlug("checkout")?.id).toBe(idOf("checkout"));
  });

  it("of a rotation are those it is called for, in either way", () => {
    expect(story().ofRotation(rotationId).map(({ slug }) => slug).toSorted()).toEqual(["account", "checkout"]);
    expect(story().ofRotation(rotationId, { at: day(10) })).toEqual([]);
  });

  it("are there at a moment before they were registered, where something older is known of them", () => {
    const services = story();
    expect(services.all({ at: day(3) }).map(({ slug }) => slug)).toEqual(["basket"]);
    expect(services.get(idOf("basket"), { at: day(3) })?.slug).toBe("basket");
    expect(services.get(idOf("basket"), { at: day(1) })).toBeUndefined();
    expect(services.get(idOf("account"), { at: day(3) })).toBeUndefined();
    expect(services.list({ asOf: { at: day(3) } })).toMatchObject({ nodes: [{ slug: "basket" }], hasNextPage: false });
    expect(services.list({ asOf: { at: day(3) }, sort: "ACTIVITY_DESC" }).nodes.map(({ slug }) => slug)).toEqual(["basket"]);
  });
});
