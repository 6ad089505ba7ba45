import type { Slice } from "../app/slice.ts";
import { view } from "../app/view.ts";
import { KillQueueFeed } from "../turning/KillQueueFeed.ts";
import { flagsBinding } from "./flagDocuments.ts";
import { flagVerbs } from "./paletteVerbs.ts";

/** Who sees what. */
export const flag: Slice = {
  views: [
    view("/flags", () => import("./FlagsView.tsx").then((m) => m.FlagsView)),
    view("/flags/:id", () => import("./FlagView.tsx").then((m) => m.FlagView)),
    view("/flag-changes", () => import("./RequestsView.tsx").then((m) => m.RequestsView)),
    view("/flag-rules", () => import("./FlagRulesView.tsx").then((m) => m.FlagRulesView)),
    view("/segments", () => import("./SegmentsView.tsx").then((m) => m.SegmentsView)),
    view("/segments/:id", () => import("./SegmentView.tsx").then((m) => m.SegmentView)),
  ],
  place: { key: "flags", to: "/flags", label: "Flags", icon: "flags", keys: "g l", heading: "Change" },
  records: {
    flag: { type: "Flag", icon: "flags", list: "/flags" },
    targeting: { type: "Targeting", icon: "flags", list: null },
    segment: { type: "Segment", icon: "flags", list: "/segments" },
    environment: { type: "FlagPolicy", icon: "flags", list: null },
  },
  resources: { flags: flagsBinding },
  tones: {
    KillEngaged: "bad", KillsReleased: "planned", RolloutStepped: "planned", FlagRulesSet: "planned", FlagReverted: "planned",
    OverrideSet: "planned", OverrideCleared: "planned", FlagChangeProposed: "planned", RampHeld: "attention", RampEnded: "info",
    RampPlanned: "info",
  },
  verbs: flagVerbs,
  feeds: [KillQueueFeed],
};
