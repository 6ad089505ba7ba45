import "reflect-metadata";
import type { CommitRow } from "@ballast/readmodel";
import { Field, ObjectType } from "type-graphql";
import { connectionType } from "../graphql/connection.ts";
import { DateTime } from "../graphql/scalars.ts";

@ObjectType({ description: "A commit as first shipped in a release.", simpleResolvers: true })
export class Commit {
  @Field(() => String, { description: "Its id." }) sha!: string;
  @Field(() => String, { description: "First line of its message." }) subject!: string;
  @Field(() => String, { description: "Who wrote it." }) author!: string;
  @Field(() => DateTime, { description: "When it was written." }) authorAt!: string;
  @Field(() => Boolean, { description: "Whether it merges others; merges have no lead time." }) merge!: boolean;
  @Field(() => [String], { description: "Ids (or prefixes) of commits that it takes back." }) reverts!: readonly string[];
  @Field(() => [String], { description: "What else its message says it takes back: further commits, and pull requests as `#12`." })
  alsoReverts!: readonly string[];
}

export const CommitConnection = connectionType("Commit", () => Commit);

/** A commit for GraphQL. */
export const toCommit = ({ sha, subject, author, authorAt, merge, reverts, alsoReverts = [] }: CommitRow): Commit => ({
  sha, subject, author, authorAt, merge, reverts, alsoReverts,
});
