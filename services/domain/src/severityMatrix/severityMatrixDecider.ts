import type { DataOf, SeverityMatrixEvent } from "@ballast/schema";
import { aggregate } from "../aggregate.ts";
import { Rejection } from "../rejection.ts";
import { sameContent } from "../sameContent.ts";

/** The matrix as it was written last. */
export interface WrittenSeverityMatrix extends DataOf<"SeverityMatrixWritten"> {
  readonly status: "written";
}

/** The installation's matrix, or none yet. */
export type SeverityMatrix = { readonly status: "absent" } | WrittenSeverityMatrix;

/** Writes it, or writes it anew: the version follows. */
export interface SeverityMatrixCommand extends Omit<DataOf<"SeverityMatrixWritten">, "version"> {
  readonly type: "WriteSeverityMatrix";
  readonly now: string;
}

const evolve = (_: SeverityMatrix, { data }: SeverityMatrixEvent): SeverityMatrix => ({ status: "written", ...data });

const folded = (text: string): string => text.trim().toLowerCase();

/** @throws Rejection INVALID_INPUT */
function refuseMisfits({ rows }: SeverityMatrixCommand): void {
  const twice = rows.find(({ effect }, index) => rows.findIndex((other) => folded(other.effect) === folded(effect)) !== index);
  if (twice !== undefined) throw new Rejection("INVALID_INPUT", `the effect “${twice.effect}” stands there twice`, ["rows"]);
  const turned = rows.find(({ cells }) => cells.some(({ severity }, index) => index > 0 && severity <= (cells[index - 1]?.severity ?? 0)));
  if (turned === undefined) return;
  throw new Rejection("INVALID_INPUT", `“${turned.effect}” goes from the worst to the mildest, each severity once`, ["rows"]);
}

function decide(command: SeverityMatrixCommand, matrix: SeverityMatrix): readonly SeverityMatrixEvent[] {
  refuseMisfits(command);
  const { type, now, ...said } = command;
  if (matrix.status === "written" && sameContent(matrix.rows, said.rows)) return [];
  const version = matrix.status === "written" ? matrix.version + 1 : 1;
  return [{ type: "SeverityMatrixWritten", data: { ...said, version } }];
}

/** There is one. */
export const severityMatrixDecider = aggregate("severityMatrix", {
  initialState: { status: "absent" } as SeverityMatrix, evolve, decide, keyOf: () => ["installation"],
});
