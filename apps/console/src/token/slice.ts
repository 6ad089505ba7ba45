import type { Slice } from "../app/slice.ts";
import { view } from "../app/view.ts";

/** What lets programs in. */
export const token: Slice = {
  views: [
    view("/tokens", () => import("./TokensView.tsx").then((m) => m.TokensView)),
  ],
  place: { key: "tokens", to: "/tokens", label: "API tokens", icon: "token", keys: "g t", heading: "Settings" },
  records: { token: { type: "Token", icon: "token", list: null } },
};
