import { dueKinds, type DueItem, type DueKind } from "@ballast/schema";
import type { FoundedForum } from "./forum.ts";

/** Something that may be due: which record, when, and whom it concerns (null: nobody knows, so that it concerns everybody). */
export interface MayBeDue {
  readonly kind: Exclude<DueKind, "other">;
  readonly record: { readonly kind: string; readonly recordId: string };
  /** As 2026-12-15; null: it is due whatever the day. */
  readonly dueOn: string | null;
  readonly serviceIds: readonly string[] | null;
}

/** What comes to an end is to be talked of before it does: until the review after this one. The rest when its day has come. */
const ahead: ReadonlySet<DueKind> = new Set(["acceptance", "exemption"]);

/** One meeting cannot talk of more. */
const MOST = 200;

interface Days {
  /** The day of this review, and of the one after it. */
  readonly on: string;
  readonly nextOn: string;
}

/**
 * What a review is to talk of, in the order in which it does: incidents' reviews that were not held, acceptances and exemptions that end
 * before the next one, risks that are to be looked at again, actions that are late, policies that somebody has not acknowledged. A forum
 * about some services leaves out what concerns others alone.
 */
export function dueOf(
  { serviceIds }: Pick<FoundedForum, "serviceIds">, all: readonly MayBeDue[], { on, nextOn }: Days,
): readonly Omit<DueItem, "itemId">[] {
  const concerns = (those: readonly string[] | null): boolean =>
    serviceIds.length === 0 || (those !== null && those.some((id) => serviceIds.includes(id)));
  const isDue = ({ kind, dueOn }: MayBeDue): boolean =>
    dueOn === null || (ahead.has(kind) ? dueOn < nextOn : kind === "action" ? dueOn < on : dueOn <= on);
  return all
    .filter((one) => isDue(one) && concerns(one.serviceIds))
    .toSorted((a, b) => dueKinds.indexOf(a.kind) - dueKinds.indexOf(b.kind)
      || (a.dueOn ?? "").localeCompare(b.dueOn ?? "", "en") || a.record.recordId.localeCompare(b.record.recordId, "en"))
    .slice(0, MOST)
    .map(({ kind, record, dueOn }) => ({ kind, record, title: null, dueOn }));
}
