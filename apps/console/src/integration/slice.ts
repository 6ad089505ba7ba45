import type { Slice } from "../app/slice.ts";
import { view } from "../app/view.ts";

/** Other systems that speak to Ballast. */
export const integration: Slice = {
  views: [
    view("/integrations", () => import("./IntegrationsView.tsx").then((m) => m.IntegrationsView)),
    view("/integrations/:id", () => import("./IntegrationView.tsx").then((m) => m.IntegrationView)),
  ],
  place: { key: "integrations", to: "/integrations", label: "Integrations", icon: "integration", keys: "g x", heading: "Settings" },
  records: { integration: { type: "Integration", icon: "integration", list: "/integrations" } },
};
