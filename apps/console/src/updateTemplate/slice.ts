import type { Slice } from "../app/slice.ts";
import { view } from "../app/view.ts";

/** What updates may start from. */
export const updateTemplate: Slice = {
  views: [
    view("/update-templates", () => import("./UpdateTemplateViews.tsx").then((m) => m.UpdateTemplatesView)),
    view("/update-templates/:id", () => import("./UpdateTemplateViews.tsx").then((m) => m.UpdateTemplateView)),
  ],
  records: { updateTemplate: { type: "UpdateTemplate", icon: "more", list: "/update-templates" } },
};
