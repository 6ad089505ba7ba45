import "reflect-metadata";
import { Rejection } from "@ballast/domain";
import { segmentDecider, type DefinedSegment } from "@ballast/domain/segment";
import { cohortWords } from "@ballast/domain/targeting";
import { foldRecord, idOf } from "@ballast/eventlog";
import { proveSegment, type SegmentProof } from "@ballast/flags";
import { segmentMembers, slug, type Cohort } from "@ballast/schema";
import { Args, ArgsType, Ctx, Field, Int, ObjectType, Query, Resolver } from "type-graphql";
import type { ApiContext, RecordOf } from "../graphql/context.ts";
import { recordOf, typeNamed } from "../graphql/records.ts";
import { JsonValue } from "../graphql/scalars.ts";
import { openScope } from "../graphql/scope.ts";

@ArgsType()
class SegmentPreviewArgs {
  @Field(() => String, { description: "Its key, of one that is there or is to be." }) segment!: string;
  @Field(() => JsonValue, { description: "Who would be in it: `{included, excluded, rules}`, as `defineSegment` takes it." })
  members!: unknown;
}

@ObjectType({ description: "Whom a change of a segment moves, among the customers that are known.", simpleResolvers: true })
export class SegmentMove {
  @Field(() => Int, { description: "Known customers." }) known!: number;
  @Field(() => Int, { description: "Who enters." }) enter!: number;
  @Field(() => Int, { description: "Who leaves." }) leave!: number;
  @Field(() => Int, { description: "Who goes from one variant to another." }) switch!: number;
  @Field(() => [String], { description: "Who enters, as far as names fit." }) entering!: readonly string[];
  @Field(() => [String], { description: "Who leaves, as far as names fit." }) leaving!: readonly string[];
  @Field(() => String, { description: "The same in a sentence." }) sentence!: string;
}

@ObjectType({ description: "What a change of a segment does in one flag that asks for it.", simpleResolvers: true })
export class SegmentFollower {
  @Field(() => typeNamed("Targeting"), { description: "The flag, where it asks." }) targeting!: RecordOf<"Targeting">;
  @Field(() => SegmentMove, { nullable: true, description: "Whom it moves there; null where the engine could not say it." })
  moves!: SegmentMove | null;
}

@ObjectType({ description: "What a segment would do if it were defined so.", simpleResolvers: true })
export class SegmentPreview {
  @Field(() => String, { nullable: true, description: "Why it would be refused; null where it would be taken." })
  refusal!: string | null;
  @Field(() => SegmentMove, { nullable: true, description: "Who enters and leaves the segment; null where it would be refused." })
  members!: SegmentMove | null;
  @Field(() => Int, { description: "Known customers who would be in it." }) within!: number;
  @Field(() => [SegmentFollower], { description: "What that does in each flag that asks for it, or needs one that does." })
  flags!: readonly SegmentFollower[];
}

const moveOf = (cohort: Cohort): SegmentMove => ({
  known: cohort.known, enter: cohort.enter, leave: cohort.leave, switch: cohort.switch, entering: cohort.names.enter,
  leaving: cohort.names.leave, sentence: cohortWords(cohort),
});

/** The segment as it would be. @throws Rejection INVALID_INPUT where it would be made of segments */
async function wanted({ log, now }: ApiContext, key: string, members: unknown): Promise<DefinedSegment> {
  const segmentId = idOf(segmentDecider, key);
  const there = await foldRecord(log, segmentDecider, segmentId);
  const said = {
    segmentId, key, name: there.status === "defined" ? there.name : key, description: "", members: segmentMembers.parse(members),
  };
  segmentDecider.decide({ type: "DefineSegment", now: now().toISOString(), ...said, reason: null }, there);
  return { status: "defined", archived: null, ...said };
}

const refused = (error: unknown): string => {
  if (error instanceof Rejection) return error.message;
  throw error;
};

/** What changes of segments would do. */
@Resolver()
export class SegmentPreviewResolver {
  @Query(() => SegmentPreview, {
    description:
      "What a segment would do if it were defined so, now: who enters and leaves it, and who switches in each flag that asks for it.",
  })
  async segmentPreview(
    @Args(() => SegmentPreviewArgs) { segment: key, members }: SegmentPreviewArgs,
    @Ctx() context: ApiContext,
  ): Promise<SegmentPreview> {
    const scope = openScope(context);
    const { flags, readModel } = context;
    const rows = readModel.targetings.all();
    let proof: SegmentProof;
    try {
      await flags.ready;
      const segment = await wanted(context, slug.parse(key), members);
      const source = { held: flags.held, position: () => flags.position() };
      proof = await proveSegment(source, { segment, targetingIds: rows.map(({ id }) => id) });
    } catch (error) {
      return { refusal: refused(error), members: null, within: 0, flags: [] };
    }
    return {
      refusal: null, members: moveOf(proof.members), within: proof.within,
      flags: rows.flatMap((row) => {
        const cohort = proof.flags.get(row.id);
        if (cohort === undefined) return [];
        return [{ targeting: recordOf(scope, "Targeting", row), moves: cohort === null ? null : moveOf(cohort) }];
      }),
    };
  }
}
