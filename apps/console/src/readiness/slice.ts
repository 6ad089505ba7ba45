import type { Slice } from "../app/slice.ts";

/** What services are held to, and how they stand. */
export const readiness: Slice = {
  views: [],
  records: {
    checkSet: { type: "CheckSet", icon: "readiness", list: null },
    readiness: { type: "Readiness", icon: "readiness", list: null },
    policy: { type: "Policy", icon: "readiness", list: null },
    training: { type: "Training", icon: "readiness", list: null },
    technology: { type: "Technology", icon: "readiness", list: null },
  },
  tones: {
    ChecksPublished: "planned", CheckStated: "good", ExemptionAsked: "attention", ExemptionGranted: "planned",
    ExemptionRefused: "attention",
    PolicyPublished: "planned", OwnerAsked: "info",
  },
};
