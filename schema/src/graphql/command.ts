import type { Introspection } from "../../generated/graphql.ts";
import type { Document, Fitting, ResultOf, StrangersIn, TypedDocument } from "./document.ts";
import { written } from "./written.ts";

/** The API's name of a command. */
export type CommandName = keyof Introspection["types"]["Mutation"]["fields"];

/** The document of a command, by the API's name for it and what it answers besides what every command answers. */
type CommandText<
  Name extends string,
  Answers extends string,
> = `mutation ${Capitalize<Name>}($input: ${Capitalize<Name>}Input!) { ${Name}(input: $input) { position behind replayed ${Answers} } }`;

type CommandDocument<Name extends string, Answers extends string> = Document<CommandText<Name, Answers>>;

/** What every command answers besides the record. */
export interface Standing {
  readonly position: string;
  /** Whether the server that answered does not show it yet. */
  readonly behind: boolean;
  /** Whether it was carried out before, with the same idempotency key. */
  readonly replayed: boolean;
}

/** A command of the API: its name and document, which answers under that name. Made by {@link command}. */
export interface Command<Input, Payload> {
  readonly name: string;
  readonly document: TypedDocument<Readonly<Record<string, Payload>>, { input: Input }>;
}

/**
 * Declares a command: `command("pauseDeploy", "deploy { id }")`. The schema says what it takes and what it answers; a
 * command or a field that it has not is a type error.
 */
export function command<const Name extends CommandName, const Answers extends string = "">(
  name: Name,
  answers?: Answers & Fitting<StrangersIn<ResultOf<CommandDocument<Name, Answers>>>>,
) {
  const title = `${name.charAt(0).toUpperCase()}${name.slice(1)}`;
  const text = `mutation ${title}($input: ${title}Input!) { ${name}(input: $input) { position behind replayed ${answers ?? ""} } }`;
  // Its types exist for the compiler only, as those of `graphql`: `Capitalize` is what the line above does.
  return { name, document: written(text) as CommandDocument<Name, Answers> };
}
