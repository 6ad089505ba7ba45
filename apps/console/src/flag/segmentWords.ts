import { count } from "../data/words.ts";
import type { SegmentLine, SegmentPreview } from "./segmentDocuments.ts";

type Moved = Pick<NonNullable<SegmentPreview["members"]>, "known" | "enter" | "leave">;

/** Who enters and leaves a segment: "3 customers enter Pilots, 1 leaves". */
export function segmentMoveWords(name: string, { known, enter, leave }: Moved): string {
  if (known === 0) return `No customer is known yet: nobody can say who is in ${name}.`;
  if (enter + leave === 0) return `${name} keeps whom it has.`;
  const entering = `${count(enter)} ${enter === 1 ? "customer enters" : "customers enter"}`;
  const leaving = leave === 0 ? "none leave" : `${count(leave)} ${leave === 1 ? "leaves" : "leave"}`;
  return `${enter === 0 ? "Nobody enters" : entering} ${name}, ${leaving}.`;
}

/** The sentence of a segment's page: how many are in it, and who asks for it. */
export function segmentSentence({ usedBy, archived, description }: SegmentLine, within: number | null): string {
  if (archived !== null) return `Archived: ${archived.replace(/\.$/u, "")}.`;
  const flags = [...new Set(usedBy.map(({ flag }) => flag?.name ?? "a flag"))];
  const asked =
    flags.length === 0
      ? "no flag asks for it"
      : `${flags.slice(0, 3).join(", ")}${flags.length > 3 ? ` and ${String(flags.length - 3)} more` : ""} ${flags.length === 1 ? "asks" : "ask"} for it`;
  const many = within === null ? "" : `${count(within)} known ${within === 1 ? "customer" : "customers"} in it; `;
  const whole = `${many}${asked}.`;
  return `${whole.charAt(0).toUpperCase()}${whole.slice(1)}${description === "" ? "" : ` ${description}`}`;
}
