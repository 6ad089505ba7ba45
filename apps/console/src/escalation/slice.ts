import type { Slice } from "../app/slice.ts";
import { view } from "../app/view.ts";

/** In which order people are called. */
export const escalation: Slice = {
  views: [
    view("/escalation-policies", () => import("./EscalationsView.tsx").then((m) => m.EscalationsView)),
    view("/escalation-policies/new", () => import("./EditEscalationView.tsx").then((m) => m.NewEscalationView)),
    view("/escalation-policies/:id", () => import("./EscalationView.tsx").then((m) => m.EscalationView)),
    view("/escalation-policies/:id/edit", () => import("./EditEscalationView.tsx").then((m) => m.EditEscalationView)),
  ],
  records: { escalation: { type: "EscalationPolicy", icon: "onCall", list: "/escalation-policies" } },
};
