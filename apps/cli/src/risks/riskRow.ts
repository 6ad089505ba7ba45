import { treatments, treatmentStates } from "@ballast/schema";
import { z } from "zod";

/** Columns of a risk in a CSV, in order; what is exported is what is imported. */
export const riskColumns = [
  "reference", "title", "if", "then", "until", "category", "owner", "services", "detectMinutes", "resolveMinutes", "impactPercent",
  "betweenDays", "likelihood", "impact", "treatment", "treatmentState", "reviewEveryDays", "observedSince",
] as const;
export type RiskColumn = (typeof riskColumns)[number];

/** A number as people write it: `12.5`, `12,5`. Empty is none. */
const number = (most: number, least = 0) =>
  z.string().transform((text, context) => {
    if (text.trim() === "") return null;
    const value = Number(text.trim().replace(/%$/u, "").replace(",", "."));
    if (Number.isFinite(value) && value >= least && value <= most) return value;
    context.addIssue({ code: "custom", message: `"${text}" is no number from ${String(least)} to ${String(most)}` });
    return z.NEVER;
  });
const whole = (least: number, most: number) =>
  number(most, least).refine((value) => value === null || Number.isInteger(value), { message: "it is no whole number" });
const needed = z.string().trim().min(1, "it is missing");
const word = <Word extends string>(words: readonly [Word, ...Word[]]) =>
  z.string().trim().transform((text) => text || null).pipe(z.enum(words, { message: `it is none of ${words.join(", ")}` }).nullable());
const [firstTreatment, ...otherTreatments] = treatments;
const [firstState, ...otherStates] = treatmentStates;

const fields = z.object({
  reference: z.string().trim().regex(/^(RISK-\d+)?$/iu, "it is not like RISK-12"),
  title: needed, if: needed, then: needed, until: needed,
  category: z.string().trim(), owner: z.string().trim(),
  services: z.string().transform((text) => text.split(/[\s,;]+/u).filter((name) => name !== "")),
  detectMinutes: number(525_960), resolveMinutes: number(525_960), impactPercent: number(100), betweenDays: number(365_250, 0.001),
  likelihood: whole(1, 5), impact: whole(1, 5),
  treatment: word([firstTreatment, ...otherTreatments]), treatmentState: word([firstState, ...otherStates]),
  reviewEveryDays: whole(1, 3_650),
  observedSince: z.string().trim().refine((text) => text === "" || !Number.isNaN(Date.parse(text)), "it is no moment"),
});

/** A risk as a row says it. */
export type RiskRow = z.infer<typeof fields>;

/** Reads a row; answers what is wrong with it, by column, where something is. */
export function readRow(row: Readonly<Record<string, string>>): { readonly risk: RiskRow } | { readonly problems: readonly string[] } {
  const given = Object.fromEntries(riskColumns.map((column) => [column, Object.hasOwn(row, column) ? (row[column] ?? "") : ""]));
  const read = fields.safeParse(given);
  if (!read.success) return { problems: read.error.issues.map(({ path, message }) => `${path.join(".")}: ${message}`) };
  const { detectMinutes, resolveMinutes, impactPercent, betweenDays, likelihood, impact } = read.data;
  const estimate = [detectMinutes, resolveMinutes, impactPercent, betweenDays].filter((value) => value === null).length;
  const rating = [likelihood, impact].filter((value) => value === null).length;
  const problems = [
    ...(estimate % 4 === 0 ? [] : ["detectMinutes, resolveMinutes, impactPercent and betweenDays stand together or not at all"]),
    ...(rating % 2 === 0 ? [] : ["likelihood and impact stand together or not at all"]),
  ];
  return problems.length === 0 ? { risk: read.data } : { problems };
}
