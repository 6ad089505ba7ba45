import "reflect-metadata";
import type { Stored } from "@ballast/readmodel";
import type { ChatRow, ChatUserRow } from "@ballast/readmodel/chat";
import { Args, ArgsType, Ctx, Field, FieldResolver, ID, Int, ObjectType, Query, Resolver, Root } from "type-graphql";
import type { ApiContext, RecordOf, Scope } from "../graphql/context.ts";
import { idOf } from "../graphql/globalId.ts";
import { AsOfArgs } from "../graphql/listArgs.ts";
import { recordNode, RecordNode } from "../graphql/node.ts";
import { find, namedRecord, typeNamed } from "../graphql/records.ts";
import { DateTime } from "../graphql/scalars.ts";
import { oncePerScope, openScope } from "../graphql/scope.ts";
import { readLink } from "./linking.ts";

@ObjectType({
  implements: RecordNode,
  description: "A room of a chat that hears of incidents, and from which people speak to Ballast. As now, also when looking back.",
  simpleResolvers: true,
})
export class Chat extends RecordNode {
  @Field(() => String, { description: "What people call it." }) name!: string;
  @Field(() => Boolean, { description: "Whether it is told of incidents: a webhook is known." }) isTold!: boolean;
  @Field(() => Boolean, { description: "Whether slash commands are taken from it: a signing secret is known." }) takesCommands!: boolean;
  @Field(() => String, { description: "The host to which answers go that take longer than a chat waits." }) answerHost!: string;
  @Field(() => Int, { description: "It hears of incidents of this severity or worse." }) upTo!: number;
  @Field(() => Boolean, { description: "Whether it is connected still." }) connected!: boolean;
  @Field(() => String, { description: "The request URL of its slash command." }) commandUrl!: string;
  @Field(() => Int, { description: "Revision of the record, for `expectedRevision`." }) revision!: number;
  row!: Stored<ChatRow>;
}

@ObjectType({ implements: RecordNode, description: "Somebody in a chat who is somebody here.", simpleResolvers: true })
export class ChatUser extends RecordNode {
  @Field(() => String, { description: "What the chat calls them." }) name!: string;
  @Field(() => String, { description: "Their id in the chat." }) user!: string;
  @Field(() => Boolean, { description: "Whether they still are." }) linked!: boolean;
  @Field(() => DateTime, { description: "Since when it is so." }) changedAt!: string;
  row!: Stored<ChatUserRow>;
}

@ObjectType({ description: "Who in which chat wants to be you.", simpleResolvers: true })
class ChatLinkAsked {
  @Field(() => String, { description: "What the chat calls them." }) name!: string;
  @Field(() => String, { description: "Their id in the chat." }) user!: string;
  @Field(() => String, { description: "The chat." }) chat!: string;
}

declare module "../graphql/context.ts" {
  interface RecordTypes {
    readonly Chat: Chat;
    readonly ChatUser: ChatUser;
  }
}

/** A row for GraphQL, without what lets others in. */
export const toChat = (row: Stored<ChatRow>, scope: Scope): Chat => ({
  ...recordNode("Chat", row.id, scope), name: row.name, isTold: row.sealedWebhook !== null, takesCommands: row.sealedSigningSecret !== null,
  answerHost: row.answerHost, upTo: row.upTo, connected: row.status === "connected", revision: row.revision, row,
  commandUrl: `${scope.context.publicUrl.replace(/\/$/u, "")}/hooks/chat/${row.id}`,
});
/** A row for GraphQL. */
export const toChatUser = (row: Stored<ChatUserRow>, scope: Scope): ChatUser => ({
  ...recordNode("ChatUser", row.id, scope), name: row.name, user: row.user, linked: row.status === "linked", changedAt: row.changedAt, row,
});

/** The chat with this id, disconnected ones too. */
export const chatById = oncePerScope((scope, id): Chat | null => {
  const row = scope.context.readModel.chats.get(id);
  return row === undefined ? null : toChat(row, scope);
});
/** Somebody in a chat. */
export const chatUserById = oncePerScope((scope, id): ChatUser | null => {
  const row = scope.context.readModel.chats.user(id, scope.asOf);
  return row === undefined ? null : toChatUser(row, scope);
});

@ArgsType()
class ChatArgs extends AsOfArgs {
  @Field(() => ID, { description: "Its id." }) id!: string;
}

@ArgsType()
class LinkArgs {
  @Field(() => String, { description: "What stands in the link." }) token!: string;
}

@Resolver(() => Chat)
export class ChatQueries {
  @FieldResolver(() => [typeNamed("Service")], { description: "Whose incidents it hears of; none: everybody's." })
  services(@Root() { scope, row }: Chat): readonly RecordOf<"Service">[] {
    return row.serviceIds.flatMap((id) => find(scope, "Service", id) ?? []);
  }

  @FieldResolver(() => [ChatUser], { description: "Who speaks from it." })
  users(@Root() { scope, row }: Chat): readonly ChatUser[] {
    return scope.context.readModel.chats.users({ chatId: row.id, asOf: scope.asOf }).map((user) => toChatUser(user, scope));
  }

  @Query(() => [Chat], { description: "Rooms of chats that are connected, by name." })
  chats(@Args(() => AsOfArgs) { asOf }: AsOfArgs, @Ctx() context: ApiContext): readonly Chat[] {
    const scope = openScope(context, asOf);
    return context.readModel.chats.all().map((row) => toChat(row, scope));
  }

  @Query(() => Chat, { nullable: true, description: "One room of a chat." })
  chat(@Args(() => ChatArgs) { id, asOf }: ChatArgs, @Ctx() context: ApiContext): Chat | null {
    return chatById(openScope(context, asOf), idOf("Chat", id, ["id"]));
  }

  @Query(() => ChatLinkAsked, { description: "What a link from a chat says: who would be you. Refused where it is none, or too old." })
  chatLinkAsked(@Args(() => LinkArgs) { token }: LinkArgs, @Ctx() context: ApiContext): ChatLinkAsked {
    openScope(context);
    const { name, user, chatId } = readLink(context.keys, { token, now: context.now().toISOString() });
    return { name, user, chat: context.readModel.chats.get(chatId)?.name ?? "a chat" };
  }
}

@Resolver(() => ChatUser)
export class ChatUserQueries {
  @FieldResolver(() => typeNamed("Person"), { description: "Who they are here." })
  person(@Root() { scope, row }: ChatUser): RecordOf<"Person"> {
    return namedRecord(scope, "Person", row.personId);
  }

  @FieldResolver(() => Chat, { nullable: true, description: "In which chat." })
  chat(@Root() { scope, row }: ChatUser): Chat | null {
    return chatById(scope, row.chatId);
  }
}
