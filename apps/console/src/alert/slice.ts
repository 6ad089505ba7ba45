import type { Slice } from "../app/slice.ts";
import { view } from "../app/view.ts";

/** What other systems noticed. */
export const alert: Slice = {
  views: [
    view("/alerts", () => import("./AlertsView.tsx").then((m) => m.AlertsView)),
    view("/alerts/:id", () => import("./AlertView.tsx").then((m) => m.AlertView)),
  ],
  place: { key: "alerts", to: "/alerts", label: "Alerts", icon: "alerts", keys: "g q", heading: "Respond" },
  records: { alert: { type: "Alert", icon: "incidents", list: "/alerts" } },
};
