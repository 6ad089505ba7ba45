import type { Slice } from "../app/slice.ts";
import { view } from "../app/view.ts";
import { changeVerbs } from "./paletteVerbs.ts";

/** What changed for a service, of whatever kind. */
export const change: Slice = {
  views: [view("/changes", () => import("./ChangesView.tsx").then((m) => m.ChangesView))],
  place: { key: "changes", to: "/changes", label: "Changes", icon: "clock", keys: "g c", heading: "Change" },
  verbs: changeVerbs,
};
