import "reflect-metadata";
import type { IntegrationRow, PersonRow, Stored, TokenRow } from "@ballast/readmodel";
import type { Role as RoleName } from "@ballast/schema";
import { Field, ID, Int, ObjectType } from "type-graphql";
import { allows } from "../auth/permissions.ts";
import { connectionType } from "../graphql/connection.ts";
import { Role } from "../graphql/enums.ts";
import { toGlobalId } from "../graphql/globalId.ts";
import { recordNode, RecordNode } from "../graphql/node.ts";
import { DateTime, JsonValue } from "../graphql/scalars.ts";
import { oncePerScope, type Scope } from "../graphql/scope.ts";

@ObjectType({ implements: RecordNode, description: "Somebody who works with Ballast.", simpleResolvers: true })
export class Person extends RecordNode {
  @Field(() => String, { description: "What they type to sign in." }) login!: string;
  @Field(() => String, { description: "Name for people." }) name!: string;
  @Field(() => [Role], { description: "What they may do." }) roles!: readonly RoleName[];
  @Field(() => String, { description: "Their IANA time zone." }) timeZone!: string;
  @Field(() => String, { nullable: true, description: "Where pages go by mail." }) email!: string | null;
  @Field(() => String, { nullable: true, description: "Where pages go by chat; shown to themselves and administrators, as who has it can write there." }) chatWebhookUrl!: string | null;
  @Field(() => Boolean, { description: "False once they have left." }) active!: boolean;
}

export const PersonConnection = connectionType("Person", () => Person);

/** A row for GraphQL. */
export function toPerson(row: Stored<PersonRow>, scope: Scope): Person {
  const { login, name, roles, timeZone, active, contacts } = row;
  return {
    ...recordNode("Person", row.id, scope), login, name, roles, timeZone, active, email: contacts.email,
    // who asks is looked at only where it is asked for: answers that do not depend on it are shared among many
    get chatWebhookUrl() {
      const trusted = allows(scope.principal.roles, "person.write") || row.id === scope.principal.person.id;
      return trusted ? contacts.chatWebhookUrl : null;
    },
  };
}

/** The person with this id. */
export const personById = oncePerScope((scope, id): Person | null => {
  const row = scope.context.readModel.people.get(id, scope.asOf);
  return row === undefined ? null : toPerson(row, scope);
});

/** The person with this id, or a placeholder where the log knows of somebody this moment does not. */
export const personOrStranger = (scope: Scope, id: string): Person =>
  personById(scope, id) ?? { ...recordNode("Person", id, scope), login: "", name: "somebody", roles: [], timeZone: "UTC", email: null, chatWebhookUrl: null, active: false };

@ObjectType({ implements: RecordNode, description: "An API token, without its secret.", simpleResolvers: true })
export class Token extends RecordNode {
  @Field(() => String, { description: "What it is for." }) name!: string;
  @Field(() => Person, { description: "Who acts by it." }) person!: Person;
  @Field(() => [Role], { description: "Rights it carries; never more than its person has." }) roles!: readonly RoleName[];
  @Field(() => [ID], { description: "Services it is limited to; empty: all." }) serviceIds!: readonly string[];
  @Field(() => DateTime, { nullable: true, description: "When it ends; null: never." }) expiresAt!: string | null;
  @Field(() => DateTime, { description: "When it was issued." }) issuedAt!: string;
  @Field(() => DateTime, { nullable: true, description: "When somebody last came in with it, to the hour; null: never." }) usedAt!: string | null;
  @Field(() => Boolean, { description: "Whether it was taken back." }) revoked!: boolean;
}

/** A row for GraphQL. */
export const toToken = (row: Stored<TokenRow>, scope: Scope): Token => ({
  ...recordNode("Token", row.id, scope), name: row.name, person: personOrStranger(scope, row.personId), roles: row.roles, serviceIds: row.serviceIds.map((id) => toGlobalId("Service", id)),
  expiresAt: row.expiresAt, issuedAt: row.issuedAt, usedAt: row.usedAt, revoked: row.revoked,
});

/** The token with this id, for its person and for administrators. */
export function tokenById(scope: Scope, id: string): Token | null {
  const row = scope.context.readModel.people.token(id);
  return row === undefined || !(row.personId === scope.principal.person.id || allows(scope.principal.roles, "person.write")) ? null : toToken(row, scope);
}

@ObjectType({ implements: RecordNode, description: "Another system that speaks to Ballast.", simpleResolvers: true })
export class Integration extends RecordNode {
  @Field(() => String, { description: "alertmanager or github." }) kind!: string;
  @Field(() => String, { description: "What people call it." }) name!: string;
  @Field(() => JsonValue, { description: "Which of its severities stand for which of ours (1 to 4), whatever their case; null: calls nobody." }) severities!: object;
  @Field(() => Int, { description: "What an alert stands for whose severity is not mapped." }) defaultSeverity!: number;
  @Field(() => [String], { description: "Labels whose values no page carries out of the house." }) redactedLabels!: readonly string[];
  @Field(() => Boolean, { description: "Whether its door was closed." }) removed!: boolean;
  serviceId!: string | null;
  ownerId!: string | null;
}

/** A row for GraphQL; its secret and its key stay where they are. */
export const toIntegration = (row: Stored<IntegrationRow>, scope: Scope): Integration => ({
  ...recordNode("Integration", row.id, scope), kind: row.kind, name: row.name, severities: row.severities, defaultSeverity: row.defaultSeverity, redactedLabels: row.redactedLabels, removed: row.removed, serviceId: row.serviceId, ownerId: row.ownerId,
});

/** The integration with this id. */
export function integrationById(scope: Scope, id: string): Integration | null {
  const row = scope.context.readModel.people.integration(id);
  return row === undefined ? null : toIntegration(row, scope);
}
