import type { Slice } from "../app/slice.ts";
import { view } from "../app/view.ts";

/** Work on services that people know of beforehand. */
export const maintenance: Slice = {
  views: [
    view("/maintenance", () => import("./MaintenanceViews.tsx").then((m) => m.MaintenancesView)),
    view("/maintenance/:id", () => import("./MaintenanceViews.tsx").then((m) => m.MaintenanceView)),
  ],
  records: { maintenance: { type: "Maintenance", icon: "clock", list: "/maintenance" } },
  // Read when somebody says it: what it takes comes with the views.
  verbs: [{
    name: "openMaintenance", sayings: ["maintenance", "open maintenance"],
    offer: async (rest, making) => (await import("./offers.ts")).offerMaintenance(rest, making),
  }],
};
