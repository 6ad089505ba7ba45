import "reflect-metadata";
import { Arg, Args, ArgsType, Field, FieldResolver, Float, Resolver, Root } from "type-graphql";
import { type Commit, CommitConnection, toCommit } from "../commits/commitType.ts";
import { toConnection, type Connection } from "../graphql/connection.ts";
import { SliceArgs, sliceRequest } from "../graphql/listArgs.ts";
import type { RecordOf } from "../graphql/context.ts";
import { find, namedRecord, recordOf, typeNamed } from "../graphql/records.ts";
import { environmentOf } from "../graphql/serviceName.ts";
import { statesOfList } from "./releaseStates.ts";
import { Release, ReleaseWhere } from "./releaseType.ts";

@ArgsType()
class CommitsArgs extends SliceArgs {
  @Field(() => String, { nullable: true, description: "Words in their subject, author or id." }) text?: string | null;
}

/** What a release is connected with. */
@Resolver(() => Release)
export class ReleaseResolver {
  @FieldResolver(() => typeNamed("Service"), { description: "The service." })
  service(@Root() { scope, row }: Release): RecordOf<"Service"> {
    return namedRecord(scope, "Service", row.serviceId);
  }

  @FieldResolver(() => CommitConnection, { description: "Commits first shipped in it, in the order of their source." })
  commits(@Root() { scope, key }: Release, @Args(() => CommitsArgs) { text, ...slice }: CommitsArgs): Connection<Commit> {
    return toConnection(scope.context.readModel.releases.commits(key, { ...sliceRequest(slice), text: text ?? undefined }), toCommit);
  }

  @FieldResolver(() => String, { nullable: true, description: "Subject of its first commit that is no merge: what it is about, in short." })
  headline(@Root() { scope, key, row }: Release): string | null {
    if (row.commitCount === 0) return row.notes.split("\n", 1)[0] || null;
    const first = scope.context.readModel.releases.commits(key, { first: 10 }).nodes;
    return (first.find(({ merge }) => !merge) ?? first[0])?.subject ?? null;
  }

  @FieldResolver(() => Float, { nullable: true, description: "Median from author to release over its commits, ms; merges do not count." })
  leadTimeMs(@Root() { scope, row }: Release): number | null {
    return scope.context.readModel.releases.leadTimeMs(row);
  }

  @FieldResolver(() => [ReleaseWhere], { description: "Where it stands, in every environment it ever reached." })
  where(@Root() release: Release): readonly ReleaseWhere[] {
    const { scope, row } = release;
    const service = find(scope, "Service", row.serviceId);
    return statesOfList(release).map(({ environment, state, percent, since, deployId }) => ({
      environment, state, percent, since, kind: environmentOf(service, environment)?.kind ?? "production", deployId, scope,
    }));
  }

  @FieldResolver(() => [typeNamed("Deploy")], { description: "Deploys and rollbacks that brought it somewhere, newest first." })
  deploys(@Root() { scope, key }: Release): readonly RecordOf<"Deploy">[] {
    return scope.context.readModel.deploys.all({ releaseId: key }, scope.asOf).map((row) => recordOf(scope, "Deploy", row));
  }

  @FieldResolver(() => [String], { description: "Subjects of commits that the list's text was found in; at most five." })
  matches(
    @Root() { scope, key, searched }: Release,
    @Arg("text", () => String, { nullable: true, description: "Other words than the list's." }) text: string | null,
  ): readonly string[] {
    const words = text ?? searched;
    return words === null ? [] : scope.context.readModel.releases.matchingCommits(key, words).map(({ subject }) => subject);
  }
}
