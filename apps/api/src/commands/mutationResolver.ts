import "reflect-metadata";
import { Arg, Ctx, Mutation as MutationField, Resolver, type ClassType } from "type-graphql";
import type { ApiContext } from "../graphql/context.ts";
import type { Mutation } from "./defineMutation.ts";

/** A resolver class that serves these mutations: `name(input: NameInput!): NamePayload!`. */
export function mutationResolver(mutations: readonly Mutation[]): ClassType<object> {
  @Resolver()
  class Mutations {}
  for (const { name, description, inputType, payloadType, resolve } of mutations) {
    const prototype: object = Mutations.prototype;
    Object.defineProperty(prototype, name, { value: (input: object, context: ApiContext) => resolve(context, input) });
    Arg("input", () => inputType, { description: "What to do, and how to recognise a repetition." })(prototype, name, 0);
    Ctx()(prototype, name, 1);
    MutationField(() => payloadType, { description })(prototype, name, {});
  }
  return Mutations;
}
