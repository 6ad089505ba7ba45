import { inPercent } from "@ballast/schema/words";
import { counted, sentence } from "../data/words.ts";
import type { ReleaseRecord } from "./releaseDocuments.ts";
import { leadTime } from "./releaseStates.ts";

/** Where it is now, said for people: `in production since then serves everyone`. */
function whereWords({ where }: Pick<ReleaseRecord, "where">): string {
  const production = where.filter(({ kind }) => kind === "production");
  const said = (production.length > 0 ? production : where).map(({ state, environment, percent }) => {
    switch (state) {
      case "deploying":
        return `is on its way to ${environment}, at ${inPercent(percent ?? 0)}`;
      case "live":
        return `serves everyone in ${environment}`;
      case "lastKnownGood":
        return percent === null ? `is last known good in ${environment}` : `serves everyone in ${environment} and is its last known good`;
      case "replaced":
        return `was replaced in ${environment}`;
      case "rolledBack":
        return `was rolled back in ${environment}`;
      case "none":
        return `never served everyone in ${environment}`;
    }
  });
  return said.length === 0 ? "was not deployed by Ballast" : said.join(", ");
}

/** What matters about a release, in two or three sentences. */
export function releaseSentence(
  release: Pick<ReleaseRecord, "commitCount" | "partial" | "leadTimeMs" | "headline" | "rollbackSafe" | "rollbackUnsafeReason" | "where">,
): string {
  const { commitCount, partial, leadTimeMs, headline, rollbackSafe, rollbackUnsafeReason } = release;
  const what = headline === null || headline === "" ? "" : `${sentence(headline)} `;
  const commits =
    commitCount === 0
      ? "No commits recorded"
      : leadTimeMs === null
        ? counted(commitCount, "commit")
        : `${counted(commitCount, "commit")}, half of them out within ${leadTime(leadTimeMs)}`;
  const back = rollbackSafe ? "" : ` Going back from it is not safe: ${sentence(rollbackUnsafeReason ?? "no reason given")}`;
  const missing = partial ? " Some commits may be missing: it was imported from a shallow clone." : "";
  return `${what}${sentence(commits)}${missing} It ${whereWords(release)}.${back}`;
}
