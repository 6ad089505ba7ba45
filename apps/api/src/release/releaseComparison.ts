import "reflect-metadata";
import type { ReleaseComparison as Comparison } from "@ballast/readmodel";
import { Field, Int, ObjectType } from "type-graphql";
import { Commit, toCommit } from "../commits/commitType.ts";
import type { Scope } from "../graphql/scope.ts";
import { Release, toRelease } from "./releaseType.ts";

@ObjectType({ description: "What lies between two releases.", simpleResolvers: true })
export class ReleaseComparison {
  @Field(() => Release, { description: "Where it starts." }) from!: Release;
  @Field(() => Release, { description: "Where it goes." }) to!: Release;
  @Field(() => [Commit], { description: "Commits that come in, newest release first." }) added!: readonly Commit[];
  @Field(() => [Commit], { description: "Commits that go out, when `to` is the older one." }) removed!: readonly Commit[];
  @Field(() => Int, { description: "Releases strictly between them." }) releasesBetween!: number;
  @Field(() => [String], { description: "Commits that ones among them take back." }) revertsOf!: readonly string[];
}

/** A comparison for GraphQL. */
export const toComparison = ({ from, to, added, removed, releasesBetween, revertsOf }: Comparison, scope: Scope): ReleaseComparison => ({
  from: toRelease(from, scope), to: toRelease(to, scope), added: added.map(toCommit), removed: removed.map(toCommit), releasesBetween,
  revertsOf,
});
