import type { Slice } from "../app/slice.ts";
import { view } from "../app/view.ts";
import { rotationVerbs } from "./paletteVerbs.ts";

/** Who is on call. */
export const rotation: Slice = {
  views: [
    view("/on-call", () => import("./OnCallView.tsx").then((m) => m.OnCallView)),
    view("/on-call/:id", () => import("./RotationView.tsx").then((m) => m.RotationView)),
  ],
  place: { key: "onCall", to: "/on-call", label: "On-call", icon: "onCall", keys: "g o", heading: "Respond", pressing: true },
  records: { rotation: { type: "Rotation", icon: "onCall", list: "/on-call" } },
  tones: {
    OverrideAdded: "planned",
  },
  verbs: rotationVerbs,
};
