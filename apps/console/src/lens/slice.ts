import type { Slice } from "../app/slice.ts";
import { view } from "../app/view.ts";

/** Lenses to look at something with, and what is answered to them. */
export const lens: Slice = {
  views: [
    view("/lenses", () => import("./LensesView.tsx").then((m) => m.LensesView)),
    view("/lenses/:id", () => import("./LensView.tsx").then((m) => m.LensView)),
    view("/assessments", () => import("./LensesView.tsx").then((m) => m.LensesView)),
    view("/assessments/:id", () => import("./AssessmentView.tsx").then((m) => m.AssessmentView)),
  ],
  place: { key: "lenses", to: "/lenses", label: "Lenses", icon: "search", keys: "g j", heading: "Improve" },
  records: {
    lens: { type: "Lens", icon: "search", list: "/lenses" }, assessment: { type: "Assessment", icon: "search", list: "/assessments" },
  },
  tones: { LensImported: "info", MilestoneSet: "planned", AnswerBecameRisk: "attention" },
  // Read when somebody says it: what it takes comes with the views.
  verbs: [{
    name: "openAssessment", sayings: ["assessment", "open assessment", "open the assessment"],
    offer: async (rest, making) => (await import("./offers.ts")).offerAssessments(rest, making),
  }],
};
