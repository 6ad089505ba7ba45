import { ids } from "@ballast/eventlog";
import { expect, it } from "vitest";
import { folded } from "../specification/folded.ts";
import { recordedHistory } from "../specification/recordedHistory.ts";
import { entryIds } from "../incident/timeline/timelineEntry.ts";

const at = (minute: number): string => new Date(Date.UTC(2026, 10, 1, 12, minute)).toISOString();

it("what changed nothing when it came does so once something before it becomes known", () => {
  const history = recordedHistory();
  const incidentId = ids.incident("out of order");
  const reached = (recorded: number) =>
    history.add(
      ["incident", incidentId],
      { type: "MilestoneReached", data: { incidentId, milestone: "detected", at: at(1) } },
      { at: at(recorded) },
    );
  history.add(
    ["incident", incidentId],
    {
      type: "IncidentDeclared",
      data: {
        incidentId, number: 1, title: "Slow", summary: "", severity: 3, publicImpact: "none", serviceIds: [], components: [],
        impactStartAt: null, drill: false, private: false, declaredAutomatically: false,
      },
    },
    { at: at(0) },
  );
  reached(10);
  reached(30);
  history.add(
    ["incident", incidentId],
    { type: "MilestoneCorrected", data: { incidentId, milestone: "detected", at: null, previous: at(1), reason: "nobody knows" } },
    { at: at(20) },
  );
  const { timeline } = folded(history.events);
  const milestone = (minute: number) =>
    timeline
      .all(incidentId, { asOf: { at: at(minute) }, takenBack: true, now: at(60) })
      .find(({ id }) => id === entryIds.milestone(incidentId, "detected"));
  expect([milestone(25)?.knownTo, milestone(35)?.knownTo]).toEqual([at(20), null]);
});
