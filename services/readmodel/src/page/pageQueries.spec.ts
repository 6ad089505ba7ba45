import { ids } from "@ballast/eventlog";
import { describe, expect, it } from "vitest";
import { folded } from "../specification/folded.ts";
import { recordedHistory } from "../specification/recordedHistory.ts";

const at = (minute: number): string => new Date(Date.UTC(2026, 10, 2, 12, minute)).toISOString();
const [ana, ben] = [ids.person("ana"), ids.person("ben")];
const idOf = (title: string): string => ids.page(ids.incident(title), "responders", "1");

/** A page for each of three incidents, the last of them private: asked for by name, sent to somebody else, and answered or not. */
function story() {
  const history = recordedHistory();
  for (const [minute, title] of ["open", "answered", "secret"].entries()) {
    const [incidentId, pageId] = [ids.incident(title), idOf(title)];
    history.add(
      ["incident", incidentId],
      {
        type: "IncidentDeclared",
        data: {
          incidentId, number: minute + 1, title, summary: "", severity: 2, publicImpact: "none", serviceIds: [], components: [],
          impactStartAt: null, drill: false, private: title === "secret", declaredAutomatically: true,
        },
      },
      { at: at(minute), actor: { personId: null, name: "Ballast", means: "workflow" } },
    );
    history.add(
      ["page", pageId],
      {
        type: "PageRequested",
        data: {
          pageId, incidentId, purpose: "responders", severity: 2, rotationIds: [], escalations: [], personIds: [ana], reason: "declared",
          policy: { acknowledgeWithinMs: 1_000, rounds: 1, repeatEveryMs: 1_000 },
        },
      },
      { at: at(minute) },
    );
  }
  const sent = { pageId: idOf("answered"), key: "k", step: "person" as const, round: 0, personId: ben, channel: "inbox" as const };
  history.add(
    ["page", idOf("answered")],
    {
      type: "PageStepClaimed",
      data: {
        pageId: idOf("answered"), step: "person", round: 0, sends: [{ key: "k", personId: ben, channel: "inbox", afterMs: 0 }], rung: null,
      },
    },
    { at: at(3) },
  );
  const tried = folded(history.events).pages.get(idOf("answered"));
  history.add(["page", idOf("answered")], { type: "PageSent", data: { ...sent, address: "inbox", sentAt: at(4) } }, { at: at(4) });
  history.add(
    ["page", idOf("answered")],
    { type: "PageAcknowledged", data: { pageId: idOf("answered"), personId: ben, late: false, sentAt: null } },
    { at: at(5) },
  );
  history.add(
    ["page", idOf("answered")],
    { type: "PageAcknowledged", data: { pageId: idOf("answered"), personId: ana, late: true, sentAt: null } },
    { at: at(6) },
  );
  return { pages: folded(history.events).pages, tried };
}

describe("pages", () => {
  it("are listed newest first, by whether they are open, whose they are and what they are about", () => {
    const { pages } = story();
    const found = (filter: Parameters<typeof pages.all>[0]) => pages.all(filter).map(({ id }) => id);
    expect(found({})).toEqual([idOf("secret"), idOf("answered"), idOf("open")]);
    expect(found({ open: true })).toEqual([idOf("secret"), idOf("open")]);
    expect(found({ open: false })).toEqual([idOf("answered")]);
    expect(found({ personId: ana })).toHaveLength(3);
    expect(found({ personId: ben })).toEqual([idOf("answered")]);
    expect(found({ incidentId: ids.incident("open") })).toEqual([idOf("open")]);
    expect(found({ incidentIds: [] })).toEqual([]);
    expect(pages.list({ slice: { first: 1 } })).toMatchObject({
      hasNextPage: true, hasPreviousPage: false, nodes: [{ id: idOf("secret") }],
    });
  });

  it("of a private incident are seen by whom they called", () => {
    const { pages } = story();
    expect(pages.all({ viewer: { personId: ben } }).map(({ id }) => id)).toEqual([idOf("answered"), idOf("open")]);
    expect(pages.all({ viewer: { personId: ana } })).toHaveLength(3);
    expect(pages.all({ viewer: "all" })).toHaveLength(3);
  });

  it("tell each message once, as it was last heard of, and who answered first", () => {
    const { pages, tried } = story();
    expect(tried?.sends).toMatchObject([{ key: "k", outcome: "trying", at: at(3) }]);
    // An inbox wakes nobody.
    expect(pages.get(idOf("answered"))).toMatchObject({
      sends: [{ key: "k", outcome: "handedOver", at: at(4) }],
      firstSentAt: null,
      acknowledgedBy: ben,
      acknowledgedAt: at(5),
      answers: [
        { personId: ben, late: false },
        { personId: ana, late: true },
      ],
    });
  });
});
