import { call } from "../api/graphqlClient.ts";
import type { Command } from "../shell/commands.ts";
import { names, rowNote } from "../shell/verbs.ts";
import type { Making } from "../shell/verbs.ts";
import { lensesDocument } from "./lensDocuments.ts";

/** What is answered to lenses. */
export async function offerAssessments(rest: readonly string[], { go, zone, signal }: Making): Promise<readonly Command[]> {
  const { assessments } = await call(lensesDocument, {}, { signal });
  return assessments
    .filter(({ lens, service, forum }) => names(rest, lens.name, service?.name ?? "", service?.slug ?? "", forum?.title ?? ""))
    .map(({ id, lens, service, forum, begunAt, owner }) => ({
      id: `openAssessment-${id}`,
      title: `Open ${lens.name}, ${service?.name ?? forum?.title ?? "of nothing"}`,
      group: "Go to",
      icon: "search",
      note: rowNote(zone, begunAt, "assessment", owner?.name ?? null),
      run: () => go(`/assessments/${encodeURIComponent(id)}`),
    }) as const);
}
