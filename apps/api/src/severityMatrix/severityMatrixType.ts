import "reflect-metadata";
import { severityMatrixDecider } from "@ballast/domain/severityMatrix";
import { idOf } from "@ballast/eventlog";
import type { Stored } from "@ballast/readmodel";
import type { SeverityMatrixRow } from "@ballast/readmodel/severityMatrix";
import { Args, Ctx, Field, Int, ObjectType, Query, Resolver } from "type-graphql";
import type { ApiContext, Scope } from "../graphql/context.ts";
import { AsOfArgs } from "../graphql/listArgs.ts";
import { recordNode, RecordNode } from "../graphql/node.ts";
import { DateTime } from "../graphql/scalars.ts";
import { oncePerScope, openScope } from "../graphql/scope.ts";

/** The one there is. */
export const severityMatrixId = idOf(severityMatrixDecider);

@ObjectType({ description: "What an effect looks like at one severity.", simpleResolvers: true })
class SeverityMatrixCell {
  @Field(() => Int, { description: "1 is the worst." }) severity!: number;
  @Field(() => String, { description: "What it looks like." }) says!: string;
}

@ObjectType({ description: "An effect, and what it looks like from the worst to the mildest.", simpleResolvers: true })
class SeverityMatrixLine {
  @Field(() => String, { description: "The effect: customers who are hit." }) effect!: string;
  @Field(() => [SeverityMatrixCell], { description: "From the worst to the mildest." }) cells!: readonly SeverityMatrixCell[];
}

@ObjectType({
  implements: RecordNode, description: "By what severities are proposed; a person decides.", simpleResolvers: true,
})
class SeverityMatrix extends RecordNode {
  @Field(() => Int, { description: "Which version of it this is, from 1." }) version!: number;
  @Field(() => [SeverityMatrixLine], { description: "Its rows." }) rows!: readonly SeverityMatrixLine[];
  @Field(() => String, { description: "Why it was written as it is; may be empty." }) reason!: string;
  @Field(() => DateTime, { description: "When it was written last." }) writtenAt!: string;
  @Field(() => Int, { description: "Revision of the record, for `expectedRevision`." }) revision!: number;
  row!: Stored<SeverityMatrixRow>;
}

declare module "../graphql/context.ts" {
  interface RecordTypes {
    readonly SeverityMatrix: SeverityMatrix;
  }
}

/** A row for GraphQL. */
export const toSeverityMatrix = (row: Stored<SeverityMatrixRow>, scope: Scope): SeverityMatrix => ({
  ...recordNode("SeverityMatrix", row.id, scope), version: row.version, rows: row.rows, reason: row.reason, writtenAt: row.writtenAt,
  revision: row.revision, row,
});

/** The matrix with this id. */
export const severityMatrixById = oncePerScope((scope, id): SeverityMatrix | null => {
  const row = scope.context.readModel.severityMatrices.get(id, scope.asOf);
  return row === undefined ? null : toSeverityMatrix(row, scope);
});

/** The severity matrix. */
@Resolver()
export class SeverityMatrixQueries {
  @Query(() => SeverityMatrix, { nullable: true, description: "By what severities are proposed; null where nobody has written it." })
  severityMatrix(@Args(() => AsOfArgs) { asOf }: AsOfArgs, @Ctx() context: ApiContext): SeverityMatrix | null {
    return severityMatrixById(openScope(context, asOf), severityMatrixId);
  }
}
