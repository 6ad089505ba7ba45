import { chanceWords, minutesFigure, riskStandingWords } from "@ballast/schema/badMinutes";
import { inPercent } from "@ballast/schema/words";
import { capital } from "../data/words.ts";
import type { Tone } from "../marks/tone.ts";
import type { MitigationLine, Register, RegisterRisk, RiskLine, Unforeseen } from "./riskDocuments.ts";

export { chanceWords as percent, estimateWords as because, minutesFigure as figure } from "@ballast/schema/badMinutes";

/** How a risk stands, in a word and its tone. */
export const standings: Readonly<Record<RiskLine["standing"], { readonly words: string; readonly tone: Tone }>> = {
  notBegun: { words: capital(riskStandingWords.notBegun), tone: "bad" },
  inProgress: { words: capital(riskStandingWords.inProgress), tone: "attention" },
  accepted: { words: capital(riskStandingWords.accepted), tone: "planned" },
  done: { words: capital(riskStandingWords.done), tone: "good" },
  closed: { words: capital(riskStandingWords.closed), tone: "idle" },
};

export type DriftWord = NonNullable<RiskLine["historySays"]>["drift"];
/** What history says against what is registered; `tooFew` has no sign. */
export const drifts: Readonly<Record<DriftWord, { readonly words: string; readonly tone: Tone } | null>> = {
  tooFew: null,
  less: { words: "less", tone: "good" },
  same: { words: "same", tone: "idle" },
  more: { words: "more", tone: "attention" },
};

/** What history says of a risk: null where it says nothing yet, for which fewer than two incidents are too few. */
export const toldByHistory = <Said extends { readonly drift: DriftWord }>({
  historySays,
}: {
  readonly historySays: Said | null;
}): Said | null => (historySays === null || historySays.drift === "tooFew" ? null : historySays);

/** What is due next of a risk: the end of its acceptance, or the day of a mitigation, whichever is nearer. */
export interface DueLine {
  readonly day: string;
  readonly what: "mitigation" | "acceptance";
  /** Whole days it is over, 0 while it lies ahead. */
  readonly over: number;
  /** Whole days to it. */
  readonly left: number;
  /** Days that were promised before, the latest first. */
  readonly before: readonly string[];
}

const DAY_MS = 86_400_000;

export function nextDue({ acceptance, mitigations }: Pick<RiskLine, "acceptance" | "mitigations">, now: number): DueLine | null {
  const today = Date.parse(new Date(now).toISOString().slice(0, 10));
  const left = (day: string): number => Math.max(0, Math.round((Date.parse(day) - today) / DAY_MS));
  const works = mitigations
    .filter(({ status }) => status === "planned" || status === "inProgress")
    .map(({ dueOn, overdueDays, slips }): DueLine => ({
      day: dueOn, what: "mitigation", over: overdueDays, left: left(dueOn), before: slips.map(({ from }) => from).toReversed(),
    }));
  const ends: readonly DueLine[] =
    acceptance === null
      ? []
      : [
          {
            day: acceptance.until, what: "acceptance", over: 0, left: Math.max(0, Math.ceil((Date.parse(acceptance.until) - now) / DAY_MS)),
            before: [],
          },
        ];
  return [...works, ...ends].toSorted((one, other) => Date.parse(one.day) - Date.parse(other.day))[0] ?? null;
}

/** A part of the bar over the list. */
export interface BarPart {
  readonly id: string | null;
  readonly words: string;
  readonly standing: RegisterRisk["standing"];
  readonly minutes: number;
}

/** The register in order of standing and minutes; the smallest that have no room for their name stand together. */
export function barParts(risks: readonly RegisterRisk[], whole: number): readonly BarPart[] {
  const order: readonly RegisterRisk["standing"][] = ["notBegun", "inProgress", "accepted", "done"];
  return order.flatMap((standing) => {
    const of = risks.flatMap(({ minutesAYear, ...risk }) =>
      risk.standing === standing && minutesAYear !== null ? [{ ...risk, minutes: minutesAYear }] : [],
    );
    const large = of.filter(({ minutes }) => minutes >= 0.05 * whole).toSorted((one, other) => other.minutes - one.minutes);
    const small = of.filter(({ minutes }) => minutes < 0.05 * whole);
    const rest = small.reduce((sum, { minutes }) => sum + minutes, 0);
    return [
      ...large.map(({ id, title, minutes }): BarPart => ({ id, words: title, standing, minutes })),
      ...(small.length === 0 ? [] : [{ id: null, words: `${String(small.length)} smaller`, standing, minutes: rest }]),
    ];
  });
}

/** The sentence over the list: over the budget or not, and what else needs somebody. */
export function registerSentence(
  {
    count, total, factorMinutes, budget, target, tooBig,
  }: Pick<Register, "count" | "total" | "factorMinutes" | "budget" | "target" | "tooBig">,
  risks: readonly Pick<RegisterRisk, "acceptance" | "mitigations">[],
  now: number,
): { readonly before: string; readonly over: string | null; readonly after: string } {
  const minutes = total + factorMinutes;
  const before = `${counted(count, "risk is", "risks are")} expected to cost ${minutesFigure(minutes)} minutes a year; the budget at ${inPercent(target)} is ${minutesFigure(budget)}`;
  const over = minutes > budget ? `${minutesFigure(minutes - budget)} minutes too many` : null;
  const ends = risks.filter(({ acceptance }) => acceptance !== null && Date.parse(acceptance.until) - now < 7 * DAY_MS).length;
  const late = risks.reduce((sum, { mitigations }) => sum + mitigations.filter(isLate).length, 0);
  const also = [
    ...(tooBig.length === 0 ? [] : [`${counted(tooBig.length, "risk alone is", "risks alone are")} too big`]),
    ...(ends === 0 ? [] : [`${counted(ends, "acceptance ends", "acceptances end")} within a week`]),
    ...(late === 0 ? [] : [`${counted(late, "mitigation is", "mitigations are")} late`]),
  ];
  return { before, over, after: also.length === 0 ? "" : ` ${also.join(", ")}.` };
}

const isLate = ({ status, overdueDays }: Pick<MitigationLine, "status" | "overdueDays">): boolean =>
  overdueDays > 0 && (status === "planned" || status === "inProgress");

const counted = (n: number, one: string, many: string): string => `${String(n)} ${n === 1 ? one : many}`;

/** How far a mitigation is, in words and tone: what it waits for comes before that it is planned. */
export function mitigationState({ status, waitsFor, overdueDays }: Pick<MitigationLine, "status" | "waitsFor" | "overdueDays">): {
  readonly words: string;
  readonly tone: Tone;
} {
  if (status === "delivered") return { words: capital(riskStandingWords.done), tone: "good" };
  if (status === "givenUp") return { words: "Given up", tone: "idle" };
  if (overdueDays > 0) return { words: `${String(overdueDays)} d over`, tone: "bad" };
  const [first] = waitsFor;
  if (first !== undefined) return { words: `Waits for ${first.reference}`, tone: "attention" };
  return status === "planned" ? { words: "Planned", tone: "planned" } : { words: capital(riskStandingWords.inProgress), tone: "info" };
}

type Test = NonNullable<MitigationLine["effects"][number]["test"]>;

/** Whether a mitigation helped, with the counts and the test behind it. */
export function provenWords({ failuresBefore, daysBefore, failuresAfter, daysAfter, p, proven }: Test): string {
  const seen = `${counted(failuresBefore, "incident", "incidents")} in ${minutesFigure(daysBefore)} days before, ${String(failuresAfter)} in ${minutesFigure(daysAfter)} days after`;
  return `${seen}. Exact test p = ${p.toFixed(p < 0.01 ? 4 : 2)}, so its effect is ${proven ? "proven" : "not proven and not counted"}.`;
}

/** `63 % of the bad minutes no risk had foreseen: 118 of 187`. */
export const unforeseenTitle = ({ share, unforeseenMinutes, badMinutes }: Omit<Unforeseen, "records" | "days">): string =>
  `${chanceWords(share ?? 0)} of the bad minutes no risk had foreseen: ${minutesFigure(unforeseenMinutes)} of ${minutesFigure(badMinutes)}`;
