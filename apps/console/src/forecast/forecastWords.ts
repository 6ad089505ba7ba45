import { minutesFigure } from "@ballast/schema/badMinutes";
import type { ForecastScore } from "./forecastDocuments.ts";

/** How many forecasts there are, and how many of them have been scored. */
export function scoreSentence({ kept, due, nextDueAt }: Pick<ForecastScore, "kept" | "due" | "nextDueAt">): string {
  const all = kept === 1 ? "1 forecast kept" : `${minutesFigure(kept)} forecasts kept`;
  const scored = due === 0 ? "none is due yet" : `${minutesFigure(due)} scored`;
  return `${all}, ${scored}${nextDueAt === null ? "" : `; the next are due on ${nextDueAt.slice(0, 10)}`}`;
}
