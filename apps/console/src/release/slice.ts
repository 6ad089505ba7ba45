import type { Slice } from "../app/slice.ts";
import { view } from "../app/view.ts";
import { serviceOptionsAhead } from "../choices/serviceOptions.ts";
import { listAhead, readAhead } from "../data/ahead.ts";
import { releasesBinding } from "./releaseBinding.ts";
import { releaseListDocument } from "./releaseDocuments.ts";

/** Releases, and what lies between two of them. */
export const release: Slice = {
  views: [
    view("/releases", () => import("./ReleasesView.tsx").then((m) => m.ReleasesView), (asking) => Promise.all([
      listAhead(asking, "releases", "RELEASED"), readAhead(asking.client, releaseListDocument, { filter: {} }),
      serviceOptionsAhead(asking.client),
    ])),
    view("/releases/compare", () => import("./CompareView.tsx").then((m) => m.CompareView)),
    view("/releases/:id", () => import("./ReleaseView.tsx").then((m) => m.ReleaseView)),
  ],
  place: { key: "releases", to: "/releases", label: "Releases", icon: "releases", keys: "g r", heading: "Change" },
  records: { release: { type: "Release", icon: "releases", list: "/releases" } },
  resources: { releases: releasesBinding },
  tones: {
    ReleaseRecorded: "info",
  },
};
