import { z } from "zod";
import type { FoundWeighing } from "@ballast/schema/tables";
import type { Place } from "./place.ts";

const percent = z.number().min(0).max(100);
const weighing = z.object({
  parts: z.array(z.object({ service: z.string(), component: z.string().nullable(), sharePercent: percent })).min(1),
  weights: z.object({ criticalPercent: percent, majorPercent: percent, minorPercent: percent }),
  overlap: z.enum(["max", "independent", "capped", "union"]),
  maintenance: z.enum(["excluded", "counted"]),
});

/** Where an objective is measured by incidents, its source of data is Ballast itself. */
export const OWN_SOURCE = "Ballast";

/** How incidents are weighed, as an export of Ballast says it; null where something else is the source. */
export function weighingOf(source: Place): FoundWeighing | null {
  if (source.at("type").value !== OWN_SOURCE) return null;
  const { success, data, error } = weighing.safeParse(source.at("spec").value);
  if (success) return data;
  const [issue] = error.issues;
  return source.at("spec").refuse(`${issue?.path.join(".") ?? ""}: ${issue?.message ?? "it is not what Ballast writes"}`);
}
