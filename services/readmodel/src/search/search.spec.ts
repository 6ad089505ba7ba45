import { ids } from "@ballast/eventlog";
import { describe, expect, it } from "vitest";
import { folded } from "../specification/folded.ts";
import { recordedHistory } from "../specification/recordedHistory.ts";

const at = (day: number): string => new Date(Date.UTC(2026, 10, day, 12)).toISOString();

/** Three services: one is called Aubergine, one was, one only has it in its description. */
function story() {
  const history = recordedHistory();
  const register = (slug: string, name: string, description = "") => {
    const serviceId = ids.service(slug);
    history.add(["service", serviceId], { type: "ServiceRegistered", data: { serviceId, slug, name, description } }, { at: at(1) });
    return serviceId;
  };
  const former = register("former", "Aubergine once");
  register("told", "Shop", "it sells aubergine and much else, all day long, to whoever comes by");
  register("named", "Aubergine");
  history.add(
    ["service", former],
    { type: "ServiceDescribed", data: { serviceId: former, name: "Courgette", description: "", repositoryUrl: null, runbookUrl: null } },
    { at: at(2) },
  );
  const incidentId = ids.incident("i");
  history.add(
    ["incident", incidentId],
    {
      type: "IncidentDeclared",
      data: {
        incidentId, number: 1, title: "Checkout fails", summary: "", severity: 2, publicImpact: "none", serviceIds: [], components: [],
        impactStartAt: null, drill: false, private: false, declaredAutomatically: false,
      },
    },
    { at: at(3) },
  );
  history.add(
    ["incident", incidentId],
    {
      type: "EntryAdded",
      data: { incidentId, entryId: ids.part("e", "1"), at: at(3), text: "Restarted the aubergine workers", pinned: false },
    },
    { at: at(3) },
  );
  return { search: folded(history.events).search, incidentId };
}

describe("search", () => {
  it("names what holds today before what was changed, the title before the description, each record once", () => {
    const hits = story().search.find({ text: "aubergine", kinds: ["service"] });
    expect(hits.map(({ title, current }) => [title, current])).toEqual([["Aubergine", true], ["Shop", true], ["Aubergine once", false]]);
    expect(hits.map(({ id }) => id)).toEqual([ids.service("named"), ids.service("told"), ids.service("former")]);
  });

  it("shows the words around what it found, and when that was", () => {
    const [hit] = story().search.find({ text: "sells" });
    expect(hit).toMatchObject({ kind: "service", excerpt: expect.stringContaining("[sells]"), at: at(1) });
  });

  it("finds an incident by what was written into its timeline, under its title", () => {
    const { search, incidentId } = story();
    expect(search.find({ text: "workers" })).toMatchObject([
      { kind: "incident", id: incidentId, title: "Checkout fails", detail: "Restarted the aubergine workers" },
    ]);
    expect(search.find({ text: "checkout" })[0]).toMatchObject({ kind: "incident", title: "Checkout fails" });
  });

  it("gives as many as asked for, one at least, and nothing for nothing", () => {
    const { search } = story();
    expect(search.find({ text: "aubergine", first: 2 })).toHaveLength(2);
    expect(search.find({ text: "aubergine", first: 0 })).toHaveLength(1);
    expect(search.find({ text: "  " })).toEqual([]);
    expect(search.find({ text: "aubergine", kinds: [] })).toEqual([]);
  });
});
