import type { Slice } from "../app/slice.ts";
import { view } from "../app/view.ts";

/** How available things are to be, and are. */
export const objective: Slice = {
  views: [
    view("/objectives", () => import("./ObjectivesView.tsx").then((m) => m.ObjectivesView)),
    view("/objectives/:id", () => import("./ObjectiveView.tsx").then((m) => m.ObjectiveView)),
  ],
  place: { key: "objectives", to: "/objectives", label: "Objectives", icon: "gauge", keys: "g b", heading: "Improve" },
  records: { objective: { type: "Objective", icon: "gauge", list: "/objectives" } },
};
