import type { Slice } from "../app/slice.ts";
import { view } from "../app/view.ts";
import { actionsBinding } from "./actionDocuments.ts";
import { actionVerbs } from "./paletteVerbs.ts";

/** What somebody has to do, until when, and whether it was done. */
export const action: Slice = {
  views: [
    view("/actions", () => import("./ActionsView.tsx").then((m) => m.ActionsView)),
    view("/actions/:id", () => import("./ActionView.tsx").then((m) => m.ActionView)),
  ],
  place: { key: "actions", to: "/actions", label: "Actions", icon: "actions", keys: "g a", heading: "Improve" },
  records: { action: { type: "Action", icon: "actions", list: "/actions" } },
  resources: { actions: actionsBinding },
  tones: {
    ActionRegistered: "info", ActionDuePromised: "attention", ActionFinished: "planned", ActionVerified: "good", ActionDropped: "idle",
    ActionReopened: "attention",
  },
  verbs: actionVerbs,
};
