import type { Slice } from "../app/slice.ts";
import { view } from "../app/view.ts";
import { readAhead } from "../data/ahead.ts";
import { incidentDocument } from "./incidentDocuments.ts";
import { incidentsBinding } from "./incidentLists.ts";
import { OpenIncidentsBadge } from "./OpenIncidentsBadge.ts";
import { incidentVerbs } from "./paletteVerbs.ts";
import { timelineAhead } from "./readTimeline.ts";

/** Incidents. */
export const incident: Slice = {
  views: [
    view("/incidents", () => import("./IncidentsView.tsx").then((m) => m.IncidentsView)),
    view("/join/:secret", () => import("./JoinView.tsx").then((m) => m.JoinView)),
    view("/incidents/:id", () => import("./IncidentView.tsx").then((m) => m.IncidentView), ({ client, parameters: { id = "" } }) => (
      Promise.all([readAhead(client, incidentDocument, { id }), timelineAhead(client, id)])
    )),
  ],
  place: { key: "incidents", to: "/incidents", label: "Incidents", icon: "incidents", keys: "g i", heading: "Respond", pressing: true },
  records: { incident: { type: "Incident", icon: "incidents", list: "/incidents" } },
  resources: { incidents: incidentsBinding },
  tones: {
    AlertCleared: "good",
    IncidentDeclared: "bad", IncidentReopened: "bad", SeveritySet: "bad", AlertFired: "bad",
    ReviewMarkedDue: "attention", ResponseRunReplaced: "attention",
    IncidentStateChanged: "planned", IncidentMerged: "planned", RoleTaken: "planned", UpdatePosted: "planned", ReviewHeld: "planned",
  },
  verbs: incidentVerbs,
  feeds: [OpenIncidentsBadge],
};
