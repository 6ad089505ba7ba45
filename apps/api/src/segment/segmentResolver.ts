import "reflect-metadata";
import { segmentDecider } from "@ballast/domain/segment";
import { idOf as idFrom } from "@ballast/eventlog";
import { slug } from "@ballast/schema";
import { Args, ArgsType, Ctx, Field, FieldResolver, Query, Resolver, Root } from "type-graphql";
import type { ApiContext, RecordOf } from "../graphql/context.ts";
import { idOf } from "../graphql/globalId.ts";
import { AsOfArgs } from "../graphql/listArgs.ts";
import { recordOf, typeNamed } from "../graphql/records.ts";
import { openScope } from "../graphql/scope.ts";
import { Segment, segmentById, toSegment } from "./segmentType.ts";

@ArgsType()
class SegmentsArgs extends AsOfArgs {
  @Field(() => Boolean, { nullable: true, description: "With those that were archived." }) archived?: boolean | null;
}

@ArgsType()
class SegmentArgs extends AsOfArgs {
  @Field(() => String, { description: "Its key, or its id." }) segment!: string;
}

/** Groups of customers by name. */
@Resolver(() => Segment)
export class SegmentResolver {
  @FieldResolver(() => [typeNamed("Targeting")], { description: "Flags that ask for it, where they do." })
  usedBy(@Root() { key, scope }: Segment): readonly RecordOf<"Targeting">[] {
    return scope.context.readModel.targetings.asking(key, scope.asOf).map((row) => recordOf(scope, "Targeting", row));
  }

  @Query(() => [Segment], { description: "Groups of customers, by their keys." })
  segments(@Args(() => SegmentsArgs) { archived, asOf }: SegmentsArgs, @Ctx() context: ApiContext): readonly Segment[] {
    const scope = openScope(context, asOf);
    return context.readModel.segments.all({ archived: archived ?? false, asOf: scope.asOf }).map((row) => toSegment(row, scope));
  }

  @Query(() => Segment, { nullable: true, description: "One group of customers." })
  segment(@Args(() => SegmentArgs) { segment, asOf }: SegmentArgs, @Ctx() context: ApiContext): Segment | null {
    const scope = openScope(context, asOf);
    const named = slug.safeParse(segment).success ? segmentById(scope, idFrom(segmentDecider, segment)) : null;
    return (
      named ?? (slug.safeParse(segment).success && segment.length < 36 ? null : segmentById(scope, idOf("Segment", segment, ["segment"])))
    );
  }
}
