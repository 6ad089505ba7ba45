import { badMinutesAYear } from "@ballast/schema/badMinutes";
import type { Inputs } from "./riskDocuments.ts";

/** Inputs as somebody types them: numbers as text, the share of users in percent. */
export interface TypedInputs {
  readonly detect: string;
  readonly resolve: string;
  readonly impact: string;
  readonly between: string;
}

export const noInputs: TypedInputs = { detect: "", resolve: "", impact: "", between: "" };

const number = (text: string): number | null => {
  const value = Number(text.trim().replace(",", "."));
  return text.trim() === "" || !Number.isFinite(value) || value < 0 ? null : value;
};

/** The inputs that were typed; null while one is missing, is no number, or lies beyond what there can be. */
export function inputsOf({ detect, resolve, impact, between }: TypedInputs): Inputs | null {
  const [detectMinutes, resolveMinutes, percent, betweenDays] = [number(detect), number(resolve), number(impact), number(between)];
  if (detectMinutes === null || resolveMinutes === null || percent === null || betweenDays === null) return null;
  if (percent > 100 || betweenDays < 0.001) return null;
  return { detectMinutes, resolveMinutes, impactPer100k: Math.round(percent * 1_000), betweenDays };
}

/** Bad minutes a year that follow from what is typed; null where nothing does. */
export function productOf(typed: TypedInputs): number | null {
  const inputs = inputsOf(typed);
  return inputs === null ? null : minutesOf(inputs);
}

/** Bad minutes a year of inputs. */
export const minutesOf = ({ betweenDays, ...inputs }: Inputs): number =>
  badMinutesAYear({ ...inputs, betweenMilliDays: betweenDays * 1_000 });

const short = (value: number): string => String(Number(value.toFixed(3)));

/** Inputs as they stand in their fields. */
export const typedOf = ({ detectMinutes, resolveMinutes, impactPer100k, betweenDays }: Inputs): TypedInputs =>
  ({ detect: short(detectMinutes), resolve: short(resolveMinutes), impact: short(impactPer100k / 1_000), between: short(betweenDays) });

/** What of the inputs was typed, for a change of some of them. */
export function numbersOf({ detect, resolve, impact, between }: TypedInputs): Partial<Inputs> {
  const [detectMinutes, resolveMinutes, percent, betweenDays] = [number(detect), number(resolve), number(impact), number(between)];
  return {
    ...(detectMinutes !== null && { detectMinutes }), ...(resolveMinutes !== null && { resolveMinutes }),
    ...(percent !== null && { impactPer100k: Math.round(percent * 1_000) }), ...(betweenDays !== null && { betweenDays }),
  };
}
