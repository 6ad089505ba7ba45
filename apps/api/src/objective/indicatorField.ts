import { indicator } from "@ballast/schema";
import { field, objectField, wordField } from "../commands/inputFields.ts";
import { CountsOf } from "./objectiveType.ts";

const { query: promql } = indicator.shape;

/** Says what counts requests. */
export const indicatorField = objectField(
  "IndicatorInput",
  {
    counts: wordField(CountsOf, "Which requests `query` counts."),
    query: field(() => String, promql, "A query of Prometheus; `{{.window}}` in it stands for the time that is counted."),
    total: field(() => String, promql, "The query of all requests that count."),
  },
  { description: "What counts an objective's requests." },
);
