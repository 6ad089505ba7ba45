import type { Slice } from "../app/slice.ts";
import { view } from "../app/view.ts";
import { RingingFeed } from "../paging/RingingFeed.ts";

/** Calls to people: the view of one is where the link of a message leads. */
export const page: Slice = {
  views: [
    view("/pages", () => import("./PagesView.tsx").then((m) => m.PagesView)),
    view("/pages/:id", () => import("./PageView.tsx").then((m) => m.PageView)),
  ],
  records: { page: { type: "Page", icon: "onCall", list: "/pages" } },
  feeds: [RingingFeed],
  tones: {
    PageAcknowledged: "good",
    PageEscalated: "bad", PageUnanswered: "bad", PageSent: "bad",
    PageRunReplaced: "attention", PageHandedOn: "attention", LookAgainSet: "attention",
  },
};
