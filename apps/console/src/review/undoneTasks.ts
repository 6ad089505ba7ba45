import type { ReviewRecord } from "./reviewDocuments.ts";

/** What was to be done while the incident went on. */
export type ReviewedTask = ReviewRecord["incident"]["tasks"][number];

/** Tasks that were not done when it was over, and those of them that go on as action items by now: what is still open comes first. */
export function leftOver({ incident }: { readonly incident: Pick<ReviewRecord["incident"], "tasks"> }): readonly ReviewedTask[] {
  const of = (wanted: string): readonly ReviewedTask[] => incident.tasks.filter(({ state }) => state === wanted);
  return [...of("open"), ...of("carriedOn")];
}
