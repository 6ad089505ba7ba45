import "reflect-metadata";
import { holds, type CustomerLink as Link } from "@ballast/domain/customer";
import { Field, FieldResolver, ID, ObjectType, Resolver, Root } from "type-graphql";
import { allows } from "../auth/permissions.ts";
import { enumType } from "../graphql/enums.ts";
import { DateTime } from "../graphql/scalars.ts";
import { momentOf } from "../graphql/scope.ts";
import { customerLinkUrl } from "./customerLink.ts";
import { Customer } from "./customerType.ts";

const LinkState = enumType(
  "CustomerLinkState", { options: ["holds", "expired", "revoked"] }, "Whether whoever has an address reads something at it.",
);

@ObjectType({ description: "An address at which whoever has it reads what a customer had.", simpleResolvers: true })
class CustomerLink {
  @Field(() => ID, { description: "Its id." }) id!: string;
  @Field(() => String, { description: "Whom it was given to, or what for." }) note!: string;
  @Field(() => LinkState, { description: "Whether it holds." }) state!: string;
  @Field(() => DateTime, { description: "When it was made." }) issuedAt!: string;
  @Field(() => DateTime, { description: "When it ends by itself." }) expiresAt!: string;
  @Field(() => String, { nullable: true, description: "Why it was revoked; null where it was not." }) revokedReason!: string | null;
  @Field(() => String, {
    nullable: true, description: "The address, for whoever may make one; null for others, and once it does not hold.",
  })
  url!: string | null;
}

const stateOf = (link: Link, now: string): string => (link.revoked !== null ? "revoked" : holds(link, now) ? "holds" : "expired");

/** Addresses that were handed out. */
@Resolver(() => Customer)
export class CustomerLinkResolver {
  @FieldResolver(() => [CustomerLink], { description: "Addresses at which what it had is read, the newest first." })
  links(@Root() { row, scope, key }: Customer): readonly CustomerLink[] {
    const now = momentOf(scope).toISOString();
    const mayGive = allows(scope.principal.roles, "statusPage.write");
    return row.links.toReversed().map((link) => ({
      id: link.linkId, note: link.note, state: stateOf(link, now), issuedAt: link.issuedAt, expiresAt: link.expiresAt,
      revokedReason: link.revoked, url: mayGive && holds(link, now) ? customerLinkUrl(scope.context, key, link.linkId) : null,
    }));
  }
}
