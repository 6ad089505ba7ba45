import "reflect-metadata";
import { Rejection } from "@ballast/domain";
import { compileFlag, inPieces, OpenFlag } from "@ballast/flags";
import { Field, FieldResolver, Int, ObjectType, Resolver, Root } from "type-graphql";
import { oncePerScope, type Scope } from "../graphql/scope.ts";
import { Targeting } from "./targetingType.ts";

@ObjectType({ description: "How many of the known customers get something, or are decided at a step.", simpleResolvers: true })
export class FlagCount {
  @Field(() => String, { description: "The variant, or the step: `kill`, `prerequisites`, `named`, `rule:ID`, `share`, `default`." })
  name!: string;
  @Field(() => Int, { description: "Known customers." }) customers!: number;
}

@ObjectType({ description: "What the known customers get now, by the engine that evaluates.", simpleResolvers: true })
export class FlagServed {
  @Field(() => Int, { description: "Known customers." }) known!: number;
  @Field(() => Int, { description: "Those who get anything but the off variant." }) reached!: number;
  @Field(() => [FlagCount], { description: "By variant." }) variants!: readonly FlagCount[];
  @Field(() => [FlagCount], { description: "By the step that decides." }) steps!: readonly FlagCount[];
}

const counts = (of: ReadonlyMap<string, number>): readonly FlagCount[] => [...of].map(([name, customers]) => ({ name, customers }));

function oneMore(of: Map<string, number>, name: string): void {
  of.set(name, (of.get(name) ?? 0) + 1);
}

/** Counted once for each scope: a page asks for it from several places. Null where it cannot be compiled. */
const servedAt = oncePerScope(async (scope: Scope, targetingId: string): Promise<FlagServed | null> => {
  const { held } = scope.context.flags;
  const subject = held.subject(targetingId);
  if (subject === undefined) return null;
  try {
    const flag = new OpenFlag(compileFlag(subject, held.world(subject.targeting.environment)));
    const [variants, steps] = [new Map<string, number>(), new Map<string, number>()];
    let [known, reached] = [0, 0];
    await inPieces(held.customers(), ({ context }) => {
      known += 1;
      const { variant, place } = flag.evaluate(context);
      if (variant !== null && variant !== subject.targeting.offVariant) reached += 1;
      oneMore(variants, variant ?? "");
      oneMore(steps, place ?? "");
    });
    return { known, reached, variants: counts(variants), steps: counts(steps) };
  } catch (error) {
    if (error instanceof Rejection) return null;
    throw error;
  }
});

/** What a flag gives to those who are known. */
@Resolver(() => Targeting)
export class ServedResolver {
  @FieldResolver(() => FlagServed, { nullable: true, description: "What the known customers get now; null when looking back." })
  async served(@Root() { scope, key }: Targeting): Promise<FlagServed | null> {
    return scope.asOf === undefined ? servedAt(scope, key) : null;
  }
}
