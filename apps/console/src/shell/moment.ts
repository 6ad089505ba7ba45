import { useContext } from "react";
import { graphql } from "@ballast/schema/graphql";
import { useRead } from "../data/read.ts";
import { PresentContext } from "../marks/now.ts";
import { exact, shortDate } from "../marks/time.ts";
import { useZone } from "../marks/zone.ts";
import type { AsOf, Reach } from "./asOf.ts";
import { tooEarly } from "./asOf.ts";
import { useAsOf } from "./useAsOf.ts";

/** The instant a look back stands at, and how far back there is anything. */
export const momentDocument = graphql(`query Moment($asOf: AsOf) { moment(asOf: $asOf) { at logBeginsAt historyBeginsAt } }`);

const nothing = {};
const unknown: Reach = { logBeginsAt: null, historyBeginsAt: null };

/** How far back there is anything to see; asked once the page wants to know. */
export function useReach(): Reach {
  return useRead(momentDocument, nothing).data?.moment ?? unknown;
}

/** The present of a view that looks back, epoch ms; of a position, once the log has said when it was recorded. `null` = the clock. */
export function usePresent(): number | null {
  const { asOf } = useAsOf();
  const { data } = useRead(momentDocument, asOf?.kind === "position" ? nothing : null);
  if (asOf === null) return null;
  if (asOf.kind !== "position") return Date.parse(asOf.at);
  return data === undefined ? null : Date.parse(data.moment.at);
}

/** Why the page is empty, when it is because it looks back too far; `null` otherwise. */
export function useEmptyPast(): { words: string; older: boolean } | null {
  const { asOf } = useAsOf();
  const zone = useZone();
  const at = useContext(PresentContext);
  const { data } = useRead(momentDocument, asOf === null ? null : nothing);
  if (asOf === null || at === null || data === undefined) return null;
  const early = tooEarly(asOf, at, data.moment);
  if (early === null) return null;
  return { words: emptyPastWords(asOf, exact(Date.parse(early.begins), zone)), older: early.older };
}

function emptyPastWords(asOf: AsOf, begins: string): string {
  return asOf.kind === "at"
    ? `Nothing that is known is older than ${begins}.`
    : `The log begins on ${begins}: nothing was known here before.`;
}

/** The moment looked back to, in a few words for headings: `23 Nov`; `null` for now. */
export function useThen(): string | null {
  const { asOf } = useAsOf();
  const zone = useZone();
  const at = useContext(PresentContext);
  if (asOf === null) return null;
  return at === null ? "then" : shortDate(at, zone);
}
