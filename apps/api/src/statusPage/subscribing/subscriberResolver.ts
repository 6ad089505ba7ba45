import "reflect-metadata";
import type { Stored } from "@ballast/readmodel";
import type { SubscriberRow } from "@ballast/readmodel/subscriber";
import { subscriberChannel } from "@ballast/schema";
import { Args, ArgsType, Ctx, Field, FieldResolver, ID, ObjectType, Query, Resolver, Root } from "type-graphql";
import { authorise } from "../../auth/principal.ts";
import { connectionType, toConnection, type Connection } from "../../graphql/connection.ts";
import type { ApiContext } from "../../graphql/context.ts";
import { enumType } from "../../graphql/enums.ts";
import { idOf } from "../../graphql/globalId.ts";
import { ListArgs, sliceRequest } from "../../graphql/listArgs.ts";
import { DateTime } from "../../graphql/scalars.ts";
import { openScope } from "../../graphql/scope.ts";
import { StatusPage, statusPageById } from "../statusPageType.ts";
import { ToldByChannel } from "../telling/toldType.ts";

export const SubscriberChannelEnum = enumType(
  "SubscriberChannel", subscriberChannel, "How somebody hears of a status page: by mail, in a chat, or by a signed webhook for programs.",
);

@ObjectType({ description: "Who hears of a status page.", simpleResolvers: true })
class Subscriber {
  @Field(() => ID, { description: "Its id." }) id!: string;
  @Field(() => SubscriberChannelEnum, { description: "How." }) channel!: SubscriberRow["channel"];
  @Field(() => String, { nullable: true, description: "Where; null where that was sealed under another key." }) address!: string | null;
  @Field(() => [String], {
    description: "Names of the components that they hear of, the id of one that left the page; with no group either: of everything.",
  }) components!: readonly string[];
  @Field(() => [String], {
    description: "Names of the groups that they hear of, with whatever comes to them; the id of one that left the page.",
  }) groups!: readonly string[];
  @Field(() => DateTime, { nullable: true, description: "Since when." }) since!: string | null;
}

const SubscriberConnection = connectionType("Subscriber", () => Subscriber);

@ArgsType()
class SubscribersArgs extends ListArgs {
  @Field(() => ID, { description: "The status page." }) statusPageId!: string;
}

type Names = Pick<StatusPage["row"], "components" | "groups">;

/** What somebody hears of by its name; what left the page by its id: who hears of that alone does not hear of everything. */
const named = (ids: readonly string[] = [], names: ReadonlyMap<string, string>): readonly string[] => [
  ...[...names].flatMap(([id, name]) => (ids.includes(id) ? [name] : [])), ...ids.filter((id) => !names.has(id)),
];

function toSubscriber(row: Stored<SubscriberRow>, { components, groups }: Names, address: string | null): Subscriber {
  const { hears } = row;
  return {
    id: row.subscriberId, channel: row.channel, address, since: row.since,
    components: named(hears?.componentIds, new Map(components.map(({ componentId, name }) => [componentId, name]))),
    groups: named(hears?.groupIds, new Map(groups.map(({ groupId, name }) => [groupId, name]))),
  };
}

/** Who hears of status pages: how many anybody here may know, who they are only some. */
@Resolver(() => StatusPage)
export class SubscriberResolver {
  @FieldResolver(() => ToldByChannel, { description: "How many hear of it, by channel." })
  subscriberCounts(@Root() { key, scope }: StatusPage): ToldByChannel {
    return scope.context.readModel.subscribers.counts(key);
  }

  @Query(() => SubscriberConnection, {
    description: "Who hears of a status page, whoever came last first, with their addresses: it takes `subscriber.write`.",
  })
  subscribers(
    @Args(() => SubscribersArgs) { statusPageId, asOf, ...slice }: SubscribersArgs, @Ctx() context: ApiContext,
  ): Connection<Subscriber> {
    const scope = openScope(context, asOf);
    authorise(context.principal, "subscriber.write");
    const { subscribers } = context.readModel;
    const page = statusPageById(scope, idOf("StatusPage", statusPageId, ["statusPageId"]));
    const rows = subscribers.list({ statusPageId: page?.key ?? "", slice: sliceRequest(slice), asOf: scope.asOf });
    const sealed = subscribers.reachOf(rows.nodes.map(({ id }) => id));
    return toConnection(rows, (row) => {
      const address = sealed.get(row.id);
      return toSubscriber(row, page?.row ?? { components: [], groups: [] }, address === undefined ? null : context.keys.open(address));
    });
  }
}
