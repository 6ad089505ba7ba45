import type { Decider } from "@ballast/domain";
import type { BallastEvent, Category } from "@ballast/schema";
import type { Log } from "./connectLog.ts";
import { handle, type Handled, type Handling } from "./handle.ts";

/** `handle` for who names category and decider apart; goes with its last caller, in the API. */
export const handleCommand = <State, Command, Event extends BallastEvent>(
  log: Log,
  { category, decider, ...rest }: Omit<Handling<State, Command, Event>, "aggregate"> & { readonly category: Category; readonly decider: Decider<State, Command, Event> },
): Promise<Handled<Event>> => handle(log, { aggregate: { ...decider, category }, ...rest });
