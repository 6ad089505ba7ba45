import "reflect-metadata";
import type { Stored, TokenRow } from "@ballast/readmodel";
import type { Role as RoleName } from "@ballast/schema";
import { Field, ID, ObjectType } from "type-graphql";
import { allows } from "../auth/permissions.ts";
import type { RecordOf, Scope } from "../graphql/context.ts";
import { Role } from "../graphql/enums.ts";
import { toGlobalId } from "../graphql/globalId.ts";
import { recordNode, RecordNode } from "../graphql/node.ts";
import { namedRecord, typeNamed } from "../graphql/records.ts";
import { DateTime } from "../graphql/scalars.ts";

@ObjectType({ implements: RecordNode, description: "An API token, without its secret.", simpleResolvers: true })
export class Token extends RecordNode {
  @Field(() => String, { description: "What it is for." }) name!: string;
  @Field(() => typeNamed("Person"), { description: "Who acts by it; of an application's, who issued it." }) person!: RecordOf<"Person">;
  @Field(() => [Role], { description: "Rights it carries; never more than its person has." }) roles!: readonly RoleName[];
  @Field(() => [ID], { description: "Services it is limited to; empty: all." }) serviceIds!: readonly string[];
  @Field(() => String, { nullable: true, description: "Whose flags an application may ask for by it; null: it is no application's." })
  environment!: string | null;
  @Field(() => DateTime, { nullable: true, description: "When it ends; null: never." }) expiresAt!: string | null;
  @Field(() => DateTime, { description: "When it was issued." }) issuedAt!: string;
  @Field(() => DateTime, { nullable: true, description: "When somebody last came in with it, to the hour; null: never." }) usedAt!:
    string | null;
  @Field(() => Boolean, { description: "Whether it was taken back." }) revoked!: boolean;
  @Field(() => Boolean, {
    description:
      "Whether who issued it has left. An application's token goes on then, known to somebody who is no longer here: issue another one, and revoke this one when nothing uses it.",
  })
  issuerLeft!: boolean;
  row!: Stored<TokenRow>;
}

/** A row for GraphQL. */
export const toToken = (row: Stored<TokenRow>, scope: Scope): Token => ({
  ...recordNode("Token", row.id, scope),
  name: row.name,
  person: namedRecord(scope, "Person", row.personId),
  roles: row.roles,
  serviceIds: row.serviceIds.map((id) => toGlobalId("Service", id)),
  expiresAt: row.expiresAt, environment: row.environment,
  issuedAt: row.issuedAt,
  usedAt: row.usedAt,
  revoked: row.status === "revoked",
  issuerLeft: scope.context.directory.personById(row.personId) === null,
  row,
});

/** The token with this id, for its person and for administrators. */
export function tokenById(scope: Scope, id: string): Token | null {
  const row = scope.context.readModel.tokens.get(id);
  return row === undefined || !(row.personId === scope.principal.person.id || allows(scope.principal.roles, "person.write"))
    ? null
    : toToken(row, scope);
}
