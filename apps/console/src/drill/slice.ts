import type { Slice } from "../app/slice.ts";
import { view } from "../app/view.ts";

/** Exercises of the response to incidents. */
export const drill: Slice = {
  views: [
    view("/drills", () => import("./DrillsView.tsx").then((m) => m.DrillsView)),
    view("/drills/:id", () => import("./DrillView.tsx").then((m) => m.DrillView)),
  ],
  records: { drill: { type: "Drill", icon: "clock", list: "/drills" } },
  tones: { DrillScored: "planned", DrillCalledOff: "planned" },
  verbs: [{
    name: "drills", sayings: ["drills", "drill", "plan a drill"],
    offer: (_, { go }) => Promise.resolve([
      { id: "drills", title: "Drills", group: "Go to", icon: "clock", run: () => go("/drills") },
    ]),
  }],
};
