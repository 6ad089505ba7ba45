import type { Slice } from "../app/slice.ts";
import { view } from "../app/view.ts";

/** What is going on now. */
export const now: Slice = {
  views: [
    view("/", () => import("./NowView.tsx").then((m) => m.NowView)),
  ],
  place: { key: "now", to: "/", label: "Now", icon: "now", keys: "g n", heading: "", pressing: true },
};
