import type { Slice } from "../app/slice.ts";
import { view } from "../app/view.ts";

/** Rules about alerts. */
export const alertRule: Slice = {
  views: [
    view("/alert-rules", () => import("./AlertRulesView.tsx").then((m) => m.AlertRulesView)),
    view("/alert-rules/new", () => import("./EditAlertRuleView.tsx").then((m) => m.NewAlertRuleView)),
    view("/alert-rules/:id", () => import("./AlertRuleView.tsx").then((m) => m.AlertRuleView)),
    view("/alert-rules/:id/edit", () => import("./EditAlertRuleView.tsx").then((m) => m.EditAlertRuleView)),
  ],
  records: { alertRule: { type: "AlertRule", icon: "alerts", list: "/alert-rules" } },
  // Read when somebody says it: what it takes comes with the views.
  verbs: [{
    name: "openAlertRule", sayings: ["alert rule", "open alert rule", "open rule"],
    offer: async (rest, making) => (await import("./offers.ts")).offerAlertRules(rest, making),
  }],
};
