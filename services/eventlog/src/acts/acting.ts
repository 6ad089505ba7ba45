import type { BallastEvent } from "@ballast/schema";
import type { Handled, Handling } from "../handle.ts";

/** One record's command in an act on several: `part` names it among them. */
export interface ActStep<State, Command, Event extends BallastEvent> extends Pick<
  Handling<State, Command, Event>,
  "aggregate" | "id" | "command"
> {
  readonly part: string;
}

/** How somebody acts on several records in turn: a mutation, a webhook and a workflow each have their commands' ids and their name. */
export interface Acting {
  /** ISO, UTC. */
  readonly now: string;
  /** Id of the command of one part, the same at every retry. */
  commandId(part: string): string;
  handle<State, Command, Event extends BallastEvent>(step: ActStep<State, Command, Event>): Promise<Handled<Event>>;
}
