import type { Slice } from "../app/slice.ts";
import { view } from "../app/view.ts";

/** By what severities are proposed. */
export const severityMatrix: Slice = {
  views: [
    view("/severity-matrix", () => import("./SeverityMatrixView.tsx").then((m) => m.SeverityMatrixView)),
    view("/severity-matrix/:id", () => import("./SeverityMatrixView.tsx").then((m) => m.SeverityMatrixView)),
  ],
  records: { severityMatrix: { type: "SeverityMatrix", icon: "incidents", list: "/severity-matrix" } },
};
