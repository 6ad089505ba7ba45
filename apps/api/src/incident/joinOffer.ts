import "reflect-metadata";
import { isOpen } from "@ballast/readmodel";
import { joinLinkHolds } from "@ballast/domain";
import { Arg, Ctx, Field, Int, ObjectType, Query, Resolver } from "type-graphql";
import type { ApiContext, RecordOf } from "../graphql/context.ts";
import { find, typeNamed } from "../graphql/records.ts";
import { DateTime } from "../graphql/scalars.ts";
import { openScope } from "../graphql/scope.ts";
import { readJoinSecret } from "./joinLink.ts";

@ObjectType({ description: "What whoever has the address of a way in may join.", simpleResolvers: true })
class JoinOffer {
  @Field(() => String, { description: "The incident's number, INC-12." }) reference!: string;
  @Field(() => Int, { nullable: true, description: "1 is the worst." }) severity!: number | null;
  @Field(() => Boolean, { description: "Whether the incident is private." }) private!: boolean;
  @Field(() => Boolean, { description: "Whether somebody works on it." }) open!: boolean;
  @Field(() => String, { description: "Whom the way in is for." }) note!: string;
  @Field(() => DateTime, { description: "Until when it holds." }) expiresAt!: string;
  @Field(() => Boolean, { description: "Whether the asker is a responder of it already." }) joined!: boolean;
  @Field(() => typeNamed("Incident"), {
    nullable: true, description: "The incident; null where the asker may not know of it before joining.",
  })
  incident!: RecordOf<"Incident"> | null;
}

/** Ways in. */
@Resolver()
export class JoinQueries {
  @Query(() => JoinOffer, { nullable: true, description: "What a way in leads to; null where it does not hold, or never was." })
  joinOffer(
    @Arg("secret", () => String, { description: "What stands behind /join/ in the address." }) secret: string, @Ctx() context: ApiContext,
  ): JoinOffer | null {
    const scope = openScope(context, null);
    const link = readJoinSecret(context.keys, secret);
    const row = link === null ? undefined : context.readModel.incidents.get(link.incidentId);
    const issued = row?.joinLinks?.find(({ linkId }) => linkId === link?.linkId);
    if (row === undefined || issued === undefined || !joinLinkHolds(issued, context.now().toISOString())) return null;
    const self = context.principal?.person.id;
    const joined = row.roles.some(({ role, personId, to }) => role === "responder" && personId === self && to === null);
    return {
      reference: `INC-${String(row.number)}`, severity: row.severity, private: row.private, open: isOpen(row), note: issued.note,
      expiresAt: issued.expiresAt, joined, incident: find(scope, "Incident", row.id),
    };
  }
}
