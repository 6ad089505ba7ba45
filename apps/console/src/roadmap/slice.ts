import type { Slice } from "../app/slice.ts";
import { view } from "../app/view.ts";

/** What teams have promised, quarter by quarter. */
export const roadmap: Slice = {
  views: [view("/roadmap", () => import("./RoadmapView.tsx").then((m) => m.RoadmapView))],
  place: { key: "roadmap", to: "/roadmap", label: "Roadmap", icon: "deploys", keys: "g y", heading: "Improve" },
};
