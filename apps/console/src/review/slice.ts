import type { Slice } from "../app/slice.ts";
import { view } from "../app/view.ts";
import { reviewVerbs } from "./paletteVerbs.ts";
import { reviewsBinding } from "./reviewsBinding.ts";

/** What people say about an incident afterwards, and what comes of it. */
export const review: Slice = {
  views: [
    view("/reviews", () => import("./ReviewsView.tsx").then((m) => m.ReviewsView)),
    view("/reviews/:id", () => import("./ReviewView.tsx").then((m) => m.ReviewView)),
    view("/reviews/:id/meeting", () => import("./meeting/MeetingView.tsx").then((m) => m.MeetingView)),
  ],
  place: { key: "reviews", to: "/reviews", label: "Reviews", icon: "reviews", keys: "g v", heading: "Improve" },
  records: { review: { type: "Review", icon: "reviews", list: "/reviews" } },
  resources: { reviews: reviewsBinding },
  tones: {
    IncidentReviewOpened: "attention", ReviewMeetingBegun: "info", ReviewClosed: "good", ReviewPublished: "good",
    ReviewReopened: "attention", ReviewWithdrawn: "idle",
  },
  verbs: reviewVerbs,
};
