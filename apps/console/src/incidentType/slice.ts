import type { Slice } from "../app/slice.ts";
import { view } from "../app/view.ts";

/** Types of incidents. */
export const incidentType: Slice = {
  views: [
    view("/incident-types", () => import("./IncidentTypeViews.tsx").then((m) => m.IncidentTypesView)),
    view("/incident-types/:id", () => import("./IncidentTypeViews.tsx").then((m) => m.IncidentTypeView)),
  ],
  records: { incidentType: { type: "IncidentType", icon: "incidents", list: "/incident-types" } },
};
