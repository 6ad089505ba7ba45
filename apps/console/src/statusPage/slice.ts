import type { Slice } from "../app/slice.ts";
import { view } from "../app/view.ts";

/** What the public reads of how things are. */
export const statusPage: Slice = {
  views: [
    view("/status-pages", () => import("./StatusPagesView.tsx").then((m) => m.StatusPagesView)),
    view("/status-pages/:id", () => import("./StatusPageView.tsx").then((m) => m.StatusPageView)),
  ],
  place: { key: "status-pages", to: "/status-pages", label: "Status pages", icon: "trend", keys: "g e", heading: "Respond" },
  records: { statusPage: { type: "StatusPage", icon: "trend", list: "/status-pages" } },
};
