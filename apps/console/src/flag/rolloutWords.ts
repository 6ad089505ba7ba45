import { share } from "@ballast/schema/words";
import { count } from "../data/words.ts";
import type { TargetingRecord } from "./flagDocuments.ts";
import type { FlagPreview } from "../turning/turningDocuments.ts";

/** The heading of the rollout: how it is, and with a draft, what that would do to whom. */
export function rolloutWords(
  { parts, killed, served }: Pick<TargetingRecord, "parts" | "killed" | "served">,
  draft: number,
  preview: Pick<FlagPreview, "sentence"> | undefined,
): string {
  if (draft === parts && killed) return `${share(parts)} of customers, once the kill is released.`;
  if (draft === parts)
    return `${share(parts)} of customers${served === null ? "" : `: ${count(served.reached)} of ${count(served.known)} have it`}.`;
  return `${share(parts)} → ${share(draft)}${preview === undefined ? "" : `: ${preview.sentence.replace(/\.$/u, "")}`}.`;
}
