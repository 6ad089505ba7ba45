import "reflect-metadata";
import { customerDecider } from "@ballast/domain/customer";
import { idOf } from "@ballast/eventlog";
import type { CustomerRow, Stored } from "@ballast/readmodel";
import { customerDoor, uuid, type CustomerDoor } from "@ballast/schema";
import { Field, Int, ObjectType } from "type-graphql";
import { connectionType } from "../graphql/connection.ts";
import { enumType } from "../graphql/enums.ts";
import { readGlobalId } from "../graphql/globalId.ts";
import { recordNode, RecordNode } from "../graphql/node.ts";
import { DateTime, JsonValue } from "../graphql/scalars.ts";
import { oncePerScope, type Scope } from "../graphql/scope.ts";

const Door = enumType(
  "CustomerDoor",
  customerDoor,
  "How a customer comes to be known: a deploy named it or served it, it asked for a flag, an alert named it, or it was imported.",
);

@ObjectType({ description: "When a customer came by one door; asked at most once a day.", simpleResolvers: true })
export class CustomerSeen {
  @Field(() => Door, { description: "By which." }) door!: CustomerDoor;
  @Field(() => DateTime, { description: "For the first time." }) firstAt!: string;
  @Field(() => DateTime, { description: "For the last time, to the day." }) lastAt!: string;
}

@ObjectType({
  implements: RecordNode, description: "A customer of your services: described by an import or by hand, or only seen.",
  simpleResolvers: true,
})
export class Customer extends RecordNode {
  @Field(() => String, { description: "Its id as applications send it: the value that shares are divided by." }) externalId!: string;
  @Field(() => String, { description: "How it is called; its id where nobody has said." }) name!: string;
  @Field(() => String, { nullable: true, description: "Its plan." }) plan!: string | null;
  @Field(() => String, { nullable: true, description: "Where it is." }) region!: string | null;
  @Field(() => JsonValue, { description: "What else is known of it, by name: texts, numbers, yes or no, lists of texts." })
  attributes!: CustomerRow["attributes"];
  @Field(() => Boolean, { description: "Whether anybody described it; else it was only seen." }) described!: boolean;
  @Field(() => [CustomerSeen], { description: "By which doors it came, the last first." }) seen!: readonly CustomerSeen[];
  @Field(() => DateTime, { nullable: true, description: "When it came by any door for the last time, to the day." }) lastSeenAt!:
    string | null;
  @Field(() => Int, { description: "Revision of the record, for `expectedRevision`." }) revision!: number;
  row!: Stored<CustomerRow>;
}

export const CustomerConnection = connectionType("Customer", () => Customer);

const byLast = (one: CustomerSeen, other: CustomerSeen): number => Date.parse(other.lastAt) - Date.parse(one.lastAt);

/** A row for GraphQL. */
export function toCustomer(row: Stored<CustomerRow>, scope: Scope): Customer {
  const { externalId, name, plan, region, attributes, described, revision } = row;
  const seen = customerDoor.options
    .flatMap((door): CustomerSeen[] => {
      const known = row.seen[door];
      return known === undefined ? [] : [{ door, firstAt: known.first, lastAt: known.last }];
    })
    .toSorted(byLast);
  return {
    ...recordNode("Customer", row.id, scope), externalId, name, plan, region, attributes, described, seen,
    lastSeenAt: seen[0]?.lastAt ?? null, revision, row,
  };
}

/** The customer whose record has this id. */
export const customerById = oncePerScope((scope, id): Customer | null => {
  const row = scope.context.readModel.customers.get(id, scope.asOf);
  return row === undefined ? null : toCustomer(row, scope);
});

/** The customer that somebody names: by the id that applications send, by the record's, or by its global one. */
export function customerNamed(scope: Scope, given: string): Customer | null {
  const global = readGlobalId(given);
  if (global?.kind === "Customer" && uuid.safeParse(global.id).success) return customerById(scope, global.id);
  // Ids of applications may look like ours: theirs count.
  return (
    customerById(scope, idOf(customerDecider, given)) ?? (uuid.safeParse(given).success ? customerById(scope, given.toLowerCase()) : null)
  );
}
