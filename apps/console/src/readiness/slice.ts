import type { Slice } from "../app/slice.ts";
import { view } from "../app/view.ts";
import { readinessVerbs } from "./paletteVerbs.ts";

/** What services are held to, and how they stand. */
export const readiness: Slice = {
  views: [
    view("/readiness", () => import("./ReadinessView.tsx").then((m) => m.ReadinessView)),
    view("/policies", () => import("./RulesView.tsx").then((m) => m.RulesView)),
    view("/policies/:id", () => import("./PolicyView.tsx").then((m) => m.PolicyView)),
  ],
  place: { key: "readiness", to: "/readiness", label: "Readiness", icon: "readiness", keys: "g z", heading: "Improve" },
  records: {
    checkSet: { type: "CheckSet", icon: "readiness", list: null },
    readiness: { type: "Readiness", icon: "readiness", list: null },
    policy: { type: "Policy", icon: "readiness", list: "/policies" },
    training: { type: "Training", icon: "readiness", list: null },
    technology: { type: "Technology", icon: "readiness", list: null },
  },
  tones: {
    ChecksPublished: "planned", CheckStated: "good", ExemptionAsked: "attention", ExemptionGranted: "planned",
    ExemptionRefused: "attention", PolicyPublished: "planned", OwnerAsked: "info",
  },
  verbs: readinessVerbs,
};
