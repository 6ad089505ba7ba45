import type { Slice } from "../app/slice.ts";
import { view } from "../app/view.ts";
import { risksBinding } from "./riskDocuments.ts";

/** What can go wrong, what it is expected to cost, and what is done about it. */
export const risk: Slice = {
  views: [
    view("/risks", () => import("./RisksView.tsx").then((m) => m.RisksView)),
    view("/risks/:id", () => import("./RiskView.tsx").then((m) => m.RiskView)),
  ],
  place: { key: "risks", to: "/risks", label: "Risks", icon: "risks", keys: "g k", heading: "Improve" },
  records: {
    risk: { type: "Risk", icon: "risks", list: "/risks" },
    mitigation: { type: "Mitigation", icon: "risks", list: null },
    factor: { type: "Factor", icon: "risks", list: null },
    forecast: { type: "Forecast", icon: "risks", list: null },
  },
  resources: { risks: risksBinding },
  tones: {
    RiskRegistered: "attention", AcceptanceProposed: "attention", AcceptanceApproved: "planned", AcceptanceRejected: "info",
    AcceptanceExpired: "bad", AcceptanceReminded: "attention", MitigationDueMoved: "attention", MitigationDelivered: "good",
    RiskClosed: "good",
  },
};
