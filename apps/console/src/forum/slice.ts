import type { Slice } from "../app/slice.ts";
import { view } from "../app/view.ts";

/** Series of reviews that come again by themselves, and what comes of each. */
export const forum: Slice = {
  views: [
    view("/forums", () => import("./ForumsView.tsx").then((m) => m.ForumsView)),
    view("/forums/:id", () => import("./ForumView.tsx").then((m) => m.ForumView)),
    view("/sittings", () => import("./ForumsView.tsx").then((m) => m.ForumsView)),
    view("/sittings/:id", () => import("./SittingView.tsx").then((m) => m.SittingView)),
  ],
  place: { key: "forums", to: "/forums", label: "Forums", icon: "forums", keys: "g h", heading: "Improve" },
  records: {
    forum: { type: "Forum", icon: "forums", list: "/forums" },
    sitting: { type: "Sitting", icon: "forums", list: "/sittings" },
  },
  tones: { SittingOpened: "attention", SittingBegun: "info", SittingClosed: "good", SittingSkipped: "idle", FindingNoted: "attention" },
  // Read when somebody says it: what it takes comes with the views.
  verbs: [{
    name: "openForum", sayings: ["series", "open series", "open the series", "open forum", "reviews of"],
    offer: async (rest, making) => (await import("./offers.ts")).offerForums(rest, making),
  }],
};
