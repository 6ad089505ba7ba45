import type { DataOf, LensEvent } from "@ballast/schema";
import { aggregate } from "../aggregate.ts";
import { Rejection } from "../rejection.ts";
import { sameContent } from "../sameContent.ts";

/** A lens: what its newest file says. */
export interface ImportedLens extends DataOf<"LensImported"> {
  readonly status: "imported" | "retired";
}
export type Lens = { readonly status: "absent" } | ImportedLens;

export type LensCommand =
  | ({ readonly type: "ImportLens"; readonly now: string } & Omit<DataOf<"LensImported">, "version">)
  | ({ readonly type: "RetireLens"; readonly now: string } & DataOf<"LensRetired">);

function evolve(lens: Lens, event: LensEvent): Lens {
  if (event.type === "LensImported") return { ...event.data, status: "imported" };
  return lens.status === "absent" ? lens : { ...lens, status: "retired" };
}

/**
 * The lens, or a refusal.
 * @throws Rejection NOT_FOUND
 */
export function knownLens(lens: Lens, lensId: string): ImportedLens {
  if (lens.status === "absent") throw new Rejection("NOT_FOUND", `there is no lens ${lensId}`, ["lensId"]);
  return lens;
}

/** The same file again is nothing; another one, or one that was retired, is the next version. */
function decide(command: LensCommand, lens: Lens): readonly LensEvent[] {
  if (command.type === "RetireLens") {
    const { lensId, reason } = command;
    return knownLens(lens, lensId).status === "retired" ? [] : [{ type: "LensRetired", data: { lensId, reason } }];
  }
  const { type: _, now: __, ...said } = command;
  if (lens.status === "absent") return [{ type: "LensImported", data: { ...said, version: 1 } }];
  const { status, version, ...known } = lens;
  if (status === "imported" && sameContent(known, said)) return [];
  return [{ type: "LensImported", data: { ...said, version: version + 1 } }];
}

/** Questions to look at something with. Its id is from its name: another file of that name is its next version. */
export const lensDecider = aggregate("lens", {
  initialState: { status: "absent" } as Lens, evolve, decide, keyOf: (name: string) => [name.trim().toLowerCase()],
});
