import type { Slice } from "../app/slice.ts";
import { view } from "../app/view.ts";
import { importsBinding } from "./importDocuments.ts";

/** Imports of what happened elsewhere. */
export const imports: Slice = {
  views: [
    view("/imports", () => import("./ImportsView.tsx").then((m) => m.ImportsView)),
    view("/imports/file", () => import("./ImportFileView.tsx").then((m) => m.ImportFileView)),
    view("/imports/:id", () => import("./ImportView.tsx").then((m) => m.ImportView)),
  ],
  place: { key: "imports", to: "/imports", label: "Imports", icon: "imports", keys: "g m", heading: "Improve" },
  records: { import: { type: "Import", icon: "imports", list: "/imports" } },
  resources: { imports: importsBinding },
};
