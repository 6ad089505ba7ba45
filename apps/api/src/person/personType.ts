import "reflect-metadata";
import { addressBy } from "@ballast/domain";
import type { PersonRow, Stored } from "@ballast/readmodel";
import {
  wakingChannels, type PagingRule as RuleOf, type Role as RoleName, type WakingChannel,
} from "@ballast/schema";
import { Field, Int, ObjectType } from "type-graphql";
import { allows } from "../auth/permissions.ts";
import { connectionType } from "../graphql/connection.ts";
import { enumType, Role } from "../graphql/enums.ts";
import { recordNode, RecordNode } from "../graphql/node.ts";
import { oncePerScope, type Scope } from "../graphql/scope.ts";

export const Channel = enumType("PagingChannel", { options: wakingChannels }, "A way to reach somebody that can wake them.");
@ObjectType({ description: "A channel, and when it is used.", simpleResolvers: true })
export class PagingRule {
  @Field(() => Channel, { description: "The channel." }) channel!: RuleOf["channel"];
  @Field(() => Int, { description: "So many minutes after the first one." }) afterMinutes!: number;
}

@ObjectType({ description: "Hours of the day, on the wall of somebody's zone.", simpleResolvers: true })
export class PagingHours {
  @Field(() => String, { description: "From, HH:MM." }) from!: string;
  @Field(() => String, { description: "Until, HH:MM." }) to!: string;
}

@ObjectType({ description: "By which channels somebody wants to be called; none named: by all of them at once.", simpleResolvers: true })
export class PagingRules {
  @Field(() => [PagingRule], { description: "For severities 1 and 2." }) high!: readonly PagingRule[];
  @Field(() => [PagingRule], { description: "For severities 3 and 4." }) low!: readonly PagingRule[];
  @Field(() => PagingHours, { nullable: true, description: "Low urgency waits for these hours; null: it comes at any hour." })
  lowHours!: PagingHours | null;
}

@ObjectType({ implements: RecordNode, description: "Somebody who works with Ballast.", simpleResolvers: true })
export class Person extends RecordNode {
  @Field(() => String, { description: "What they type to sign in." }) login!: string;
  @Field(() => String, { description: "Name for people." }) name!: string;
  @Field(() => [Role], { description: "What they may do." }) roles!: readonly RoleName[];
  @Field(() => String, { description: "Their IANA time zone." }) timeZone!: string;
  @Field(() => String, { nullable: true, description: "Where pages go by mail." }) email!: string | null;
  @Field(() => String, {
    nullable: true, description: "Where pages go by chat; shown to themselves and administrators, as who has it can write there.",
  })
  chatWebhookUrl!: string | null;
  @Field(() => String, { nullable: true, description: "Where SMS and calls reach them; shown to themselves and administrators." })
  phone!: string | null;
  @Field(() => String, {
    nullable: true, description: "Where pages are pushed; shown to themselves and administrators, as who has it can write there.",
  })
  pushUrl!: string | null;
  @Field(() => String, {
    nullable: true, description: "The key with which PagerDuty calls them; shown to themselves and administrators.",
  })
  pagerDutyKey!: string | null;
  @Field(() => [Channel], { description: "Channels that they have and that can wake them." }) channels!: readonly WakingChannel[];
  @Field(() => PagingRules, {
    nullable: true, description: "By which channels they want to be called, and when; null: by all of them at once.",
  })
  pagingRules!: PagingRules | null;
  @Field(() => [String], { description: "Teams in which they work." }) teams!: readonly string[];
  @Field(() => Boolean, { description: "False once they have left." }) active!: boolean;
  /** The id of whom they report to. */
  superior!: string | null;
  /** As it is stored; null of a stranger. */
  stored!: Stored<PersonRow> | null;
}

export const PersonConnection = connectionType("Person", () => Person);

/** Whether somebody sees how a person is reached: who has these addresses can write there, call, or have them called. */
export const isTrusted = ({ principal }: Scope, personId: string): boolean =>
  allows(principal.roles, "person.write") || personId === principal.person.id;

/** A row for GraphQL. */
export function toPerson(row: Stored<PersonRow>, scope: Scope): Person {
  const { login, name, roles, timeZone, status, contacts } = row;
  return {
    ...recordNode("Person", row.id, scope),
    login,
    name,
    roles,
    timeZone,
    active: status === "active",
    email: contacts.email,
    pagingRules: row.pagingRules,
    stored: row,
    teams: row.teams,
    superior: row.reportsTo,
    // who asks is looked at only where it is asked for: answers that do not depend on it are shared among many
    get chatWebhookUrl() {
      return isTrusted(scope, row.id) ? contacts.chatWebhookUrl : null;
    },
    get phone() {
      return (isTrusted(scope, row.id) ? contacts.phone : null) ?? null;
    },
    get pushUrl() {
      return (isTrusted(scope, row.id) ? contacts.pushUrl : null) ?? null;
    },
    get pagerDutyKey() {
      return (isTrusted(scope, row.id) ? contacts.pagerDutyKey : null) ?? null;
    },
    channels: wakingChannels.filter((channel) => addressBy(contacts, channel) !== null),
  };
}

/** The person with this id. */
export const personById = oncePerScope((scope, id): Person | null => {
  const row = scope.context.readModel.people.get(id, scope.asOf);
  return row === undefined ? null : toPerson(row, scope);
});

/** A placeholder where the log knows of somebody this moment does not. */
export const stranger = (scope: Scope, id: string): Person => ({
  ...recordNode("Person", id, scope), login: "", name: "somebody", roles: [], timeZone: "UTC", email: null, chatWebhookUrl: null,
  phone: null, pushUrl: null, pagerDutyKey: null, channels: [],
  active: false, teams: [], superior: null, pagingRules: null, stored: null,
});
