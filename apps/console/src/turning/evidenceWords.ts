import { duration, share, shareFigure } from "@ballast/schema/words";
import type { FlagEvidence } from "./turningDocuments.ts";

/** "6.1 % errors for customers with it, 0.4 % without it"; what nobody asked for is said to be unknown. Null without any figure. */
export function evidenceWords({ within, without, sinceKillMs }: FlagEvidence): string | null {
  const [one, other] = [within?.errorsPer100k ?? null, without?.errorsPer100k ?? null];
  if (one === null && other === null) return null;
  const before = sinceKillMs === null ? "" : " before the kill";
  const having = one === null ? `Nobody with it asked for anything${before}` : `${share(one)} errors for customers with it${before}`;
  return `${having}, ${other === null ? "nobody without it asked for anything" : `${share(other)} without it`}.`;
}

/** After a kill: "errors 6.1 → 0.4 % in 30 s"; null where nothing can be said yet. */
export function afterKillWords({ within, sinceKill, sinceKillMs }: FlagEvidence): string | null {
  const [before, after] = [within?.errorsPer100k ?? null, sinceKill?.errorsPer100k ?? null];
  if (before === null || after === null || sinceKillMs === null) return null;
  return `errors ${shareFigure(before)} → ${share(after)} in ${duration(Math.round(sinceKillMs / 1_000) * 1_000)}`;
}
