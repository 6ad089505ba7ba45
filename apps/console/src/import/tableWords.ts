import { count, counted } from "../data/words.ts";
import type { TableKind } from "./tableKinds.ts";
import type { Standing } from "./useTableImport.ts";

/** How many rows cannot be used: one may have several problems. */
export const unusable = ({ problems }: { readonly problems: readonly { readonly line: number }[] }): number =>
  new Set(problems.map(({ line }) => line)).size;

/** What an import says of itself, whatever it stands at. */
export function tableSentence({ one, many }: Pick<TableKind, "one" | "many">, standing: Standing): string {
  switch (standing.at) {
    case "nothing":
      return `A CSV comes in here: it says first what it would make, change and leave alone. Importing it again changes nothing.`;
    case "running":
      return `${standing.file.name} is ${standing.dryRun ? "looked at; nothing is recorded." : "imported, row by row."}`;
    case "stopped":
      return standing.dryRun ? "Nothing was recorded." : "It was stopped: what was imported stays.";
    case "failed":
      return standing.dryRun ? "It cannot be read; nothing was recorded." : "It could not go on: what was imported stays.";
    case "seen":
    case "done": {
      const { made, changed, unchanged } = standing.result;
      const left = unusable(standing.result);
      const would = standing.at === "seen";
      const be = would ? "would be" : made.length === 1 ? "was" : "were";
      const did = `${counted(made.length, one, many)} ${be} made, ${count(changed.length)} changed`;
      const rest = `${count(unchanged.length)} ${unchanged.length === 1 ? "stands" : "stand"} here as the file says`;
      const wrong = left === 0 ? "Every row can be used." : `${counted(left, "row")} cannot be used.`;
      return `${did.charAt(0).toUpperCase()}${did.slice(1)}; ${rest}. ${wrong}${would ? " Nothing is recorded yet." : ""}`;
    }
  }
}
