import { duration } from "@ballast/schema/words";
import type { VariablesOf } from "@ballast/schema/graphql";
import type { defineObjective } from "./objectiveCommands.ts";
import type { ObjectiveRecord } from "./objectiveDocuments.ts";
import { target as targetWords } from "./objectiveWords.ts";

/** One service, or component, as somebody types it. */
export interface AskedPart {
  readonly service: string;
  readonly component: string;
  readonly share: string;
}

/** Days up to now, or a unit of the calendar. */
export type Span = string;

/** An objective as somebody types it. */
export interface Asked {
  readonly name: string;
  readonly parts: readonly AskedPart[];
  readonly target: string;
  readonly span: Span;
  readonly timeZone: string;
  readonly ownerId: string;
}

export const emptyPart: AskedPart = { service: "", component: "", share: "100" };

/** What the fields say at first: what the objective says, or what is usual. */
function of(shown: ObjectiveRecord | undefined): Asked {
  if (shown === undefined) return { name: "", parts: [emptyPart], target: "99.8", span: "30", timeZone: "UTC", ownerId: "" };
  const { name, parts, targetPercent, window, owner } = shown;
  return {
    name, target: String(targetPercent), ownerId: owner?.id ?? "", timeZone: window.timeZone ?? "UTC",
    span: window.kind === "rolling" ? String(window.days) : (window.unit ?? "month"),
    parts: parts.map(({ service, component, sharePercent }) => ({
      service: service?.slug ?? "", component: component ?? "", share: String(sharePercent),
    })),
  };
}

const units = ["month", "quarter", "year"] as const;

/** A number as people type it, with a comma too; null where it is none, or not within. */
function numberWithin(text: string, [least, most]: readonly [number, number]): number | null {
  const value = Number(text.trim().replace(",", "."));
  return text.trim() === "" || Number.isNaN(value) || value < least || value > most ? null : value;
}

/** What the fields ask for; null while something is missing or is no number. What the dialog does not show stays as it is. */
function input(value: Asked, shown?: ObjectiveRecord): VariablesOf<typeof defineObjective.document>["input"] | null {
  const targetPercent = numberWithin(value.target, [0.001, 99.999]);
  const parts = value.parts.flatMap(({ service, component, share }) => {
    const sharePercent = numberWithin(share, [0.001, 100]);
    return service === "" || sharePercent === null
      ? []
      : [{ service, component: component.trim() === "" ? null : component.trim(), sharePercent }];
  });
  if (targetPercent === null || value.name.trim() === "" || parts.length < value.parts.length) return null;
  const unit = units.find((one) => one === value.span);
  return {
    name: value.name.trim(),
    parts,
    targetPercent,
    ownerId: value.ownerId === "" ? null : value.ownerId,
    window:
      unit === undefined
        ? { kind: "rolling", days: Number(value.span) }
        : { kind: "calendar", unit, timeZone: value.timeZone.trim() || "UTC" },
    ...(shown !== undefined && { overlap: shown.overlap, maintenance: shown.maintenance, weights: shown.weights }),
  };
}

export const asked = { of, input };

const daysOf: Readonly<Record<(typeof units)[number], number>> = { month: 30, quarter: 91, year: 365 };

/** What the target leaves, before anything is sent. */
export function budgetWords({ target, span }: Pick<Asked, "target" | "span">): string {
  const percent = numberWithin(target, [0.001, 99.999]);
  if (percent === null) return "A target lies between 0 and 100 %; with 100 % there would be no budget to speak of.";
  const unit = units.find((one) => one === span);
  const days = unit === undefined ? Number(span) : daysOf[unit];
  const left = duration(Math.round((1 - percent / 100) * days * 86_400_000));
  return `${targetWords(percent)} leaves ${left} in ${unit === undefined ? `any ${span} days` : `a ${unit} of ${String(days)} days`} in which it may be down for everyone.`;
}
