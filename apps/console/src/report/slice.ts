import type { Slice } from "../app/slice.ts";
import { view } from "../app/view.ts";

/** Figures over history. */
export const report: Slice = {
  views: [
    view("/reports", () => import("./ReportsView.tsx").then((m) => m.ReportsView)),
    view("/reports/:kind", () => import("./ReportsView.tsx").then((m) => m.ReportsView)),
  ],
  place: { key: "reports", to: "/reports", label: "Reports", icon: "reports", keys: "g f", heading: "Improve" },
};
