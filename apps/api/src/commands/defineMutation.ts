import type { ClassType } from "type-graphql";
import type { Permission } from "../auth/permissions.ts";
import type { ApiContext, NodeKind } from "../graphql/context.ts";
import { field, inputClass, intField, namedIn, optional, shapeOf, type InputFields, type InputOf } from "./inputFields.ts";
import { z } from "zod";
import { payloadClass, payloadOf, type PayloadExtra } from "./payload.ts";
import { runCommand, type CommandInput, type Run } from "./runCommand.ts";

/** Fields that every input has. */
const everyInput = {
  idempotencyKey: optional(
    field(
      () => String,
      z.string().min(1).max(200),
      "Names this command: sent again with the same key it is carried out once, and answers as the first time. With another payload the key is refused.",
    ),
  ),
  expectedRevision: optional(
    intField("The record's revision that you have seen. Refused (REVISION_CONFLICT) when it is another one now.", z.int().min(0)),
  ),
} satisfies InputFields;

/** A mutation: who may, what it takes, what it does, which record it answers with. */
export interface MutationSpec<Fields extends InputFields, Extras extends string> {
  readonly name: string;
  readonly description: string;
  readonly permission: Permission;
  readonly input: Fields;
  /** The record in the payload, under its kind's name. */
  readonly record: NodeKind;
  /** What the payload has besides. */
  readonly extras?: Readonly<Record<Extras, PayloadExtra>>;
  /** Fields whose values must not be found out from the log: their hash is keyed. */
  readonly secrets?: readonly (keyof Fields & string)[];
  /** Services it touches (a token may be limited to some); null = it concerns the installation. */
  readonly touches: (input: InputOf<Fields>, context: ApiContext) => readonly string[] | Promise<readonly string[] | null> | null;
  /** Answers the record's id and the extras. */
  readonly act: (
    run: Run,
    input: InputOf<Fields> & CommandInput,
    context: ApiContext,
  ) => Promise<{ readonly id: string } & Readonly<Record<NoInfer<Extras>, unknown>>>;
}

/** A mutation, ready to be served. */
export interface Mutation {
  readonly name: string;
  readonly description: string;
  readonly permission: Permission;
  readonly input: InputFields;
  readonly inputType: ClassType<object>;
  readonly payloadType: ClassType<object>;
  readonly resolve: (context: ApiContext, input: unknown) => Promise<object>;
}

/** Defines a mutation: its GraphQL input and payload types, and how it runs. */
export function defineMutation<const Fields extends InputFields, const Extras extends string = never>(
  spec: MutationSpec<Fields, Extras>,
): Mutation {
  const { name, description, permission, record } = spec;
  const title = name.charAt(0).toUpperCase() + name.slice(1);
  const fields: Fields & typeof everyInput = { ...spec.input, ...everyInput };
  const shape = shapeOf(fields) as z.ZodType<InputOf<Fields> & CommandInput>;
  return {
    name,
    description,
    permission,
    input: fields,
    inputType: inputClass(`${title}Input`, fields, `What \`${name}\` takes.`),
    payloadType: payloadClass(`${title}Payload`, { name, record, extras: spec.extras ?? {} }),
    async resolve(context, given) {
      const { result, ...payload } = await runCommand(
        context,
        {
          mutation: name,
          permission,
          read: () => shape.parse(given),
          touches: async (input) => spec.touches(input, context),
          named: (input) => namedIn(fields, { ...input }),
          hashed: (input) => withoutSecrets(input, { secrets: spec.secrets ?? [], context }),
        },
        (run, input) => spec.act(run, input, context),
      );
      return payloadOf(context, { payload, record, result });
    },
  };
}

function withoutSecrets(input: CommandInput & object, { secrets, context }: { secrets: readonly string[]; context: ApiContext }): object {
  const hashed = Object.entries(input).map(([name, value]) => [
    name,
    secrets.includes(name) && typeof value === "string" ? context.keys.sign("payload", value) : value,
  ]);
  return { ...Object.fromEntries(hashed), idempotencyKey: null, expectedRevision: null };
}

