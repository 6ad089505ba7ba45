import type { DataOf, TechnologyEvent } from "@ballast/schema";
import { aggregate } from "../aggregate.ts";
import { Rejection } from "../rejection.ts";
import { sameContent } from "../sameContent.ts";

/** A technology as the list has it. */
export interface ListedTechnology extends Omit<DataOf<"TechnologyListed">, "reason"> {
  readonly status: DataOf<"TechnologyListed">["status"];
}

export type Technology = { readonly status: "absent" } | ListedTechnology;

export type TechnologyCommand =
  | ({ readonly type: "ListTechnology"; readonly now: string } & DataOf<"TechnologyListed">)
  /** A service is made with it: off the list, unless that knows it. */
  | { readonly type: "MeetTechnology"; readonly now: string; readonly technologyId: string; readonly name: string };

function evolve(_: Technology, { data: { reason: __, ...said } }: TechnologyEvent): Technology {
  return said;
}

function decide(command: TechnologyCommand, technology: Technology): readonly TechnologyEvent[] {
  if (command.type === "MeetTechnology") {
    const { technologyId, name } = command;
    if (technology.status !== "absent") return [];
    const met = { technologyId, name, status: "offList", packages: [], instead: null, until: null, note: "", reason: null } as const;
    return [{ type: "TechnologyListed", data: { ...met, packages: [] } }];
  }
  const { type, now, ...data } = command;
  if (data.until !== null && data.status !== "exception")
    throw new Rejection("INVALID_INPUT", "only an exception has an end", ["until"]);
  const { reason: _, ...said } = data;
  return sameContent(technology, said) ? [] : [{ type: "TechnologyListed", data }];
}

/** A technology that services are made with. Its id is from its name. */
export const technologyDecider = aggregate("technology", {
  initialState: { status: "absent" } as Technology, evolve, decide, keyOf: (name: string) => [name.trim().toLowerCase()],
});
