import { command as mutation, graphql } from "@ballast/schema/graphql";
import type { Command } from "commander";
import { usageFailure } from "../client/failure.ts";
import type { CliCommand } from "../command.ts";
import { bold } from "../print/style.ts";
import { table } from "../print/table.ts";
import { unknown } from "./lookup.ts";
import { acting, addCommand } from "./session.ts";
import { collect, parseCount } from "./values.ts";

const listDocument = graphql(`
  query ChatList { chats { id name isTold takesCommands upTo answerHost revision commandUrl services { slug } users { id name user person { name } } } }
`);
const connectDocument = mutation("connectChat", "chat { id name } url");

const list = acting(async (session) => {
  const { chats } = await session.client.query(listDocument, {});
  session.show(chats, () => chats.length === 0 ? ["No chat is connected."] : [
    ...table(
      ["id", "chat", "is told", "of", "commands"].map((head) => ({ head })),
      chats.map(({ id, name, isTold, upTo, services, takesCommands }) => [
        id, name, isTold ? `up to severity ${String(upTo)}` : "nothing",
        services.length === 0 ? "all services" : services.map(({ slug }) => slug).join(", "), takesCommands ? "taken" : "not taken",
      ]),
    ),
    ...chats.flatMap(({ name, users }) => users.map((user) => `${name}: ${user.name} (${user.user}) is ${user.person.name}  ${user.id}`)),
  ]);
});

interface Connecting {
  readonly service: readonly string[];
  readonly allServices?: true;
  readonly upTo?: number;
  readonly answerHost?: string;
  readonly id?: string;
}

/** Secrets are read from the environment: what stands on a command line is in the history of a shell, and seen by others. */
const connect = acting<Connecting>(async (session, { args: [given], flags: { service, allServices, upTo, answerHost, id } }) => {
  const { BALLAST_CHAT_WEBHOOK: webhookUrl, BALLAST_CHAT_SIGNING_SECRET: signingSecret } = process.env;
  if (id === undefined && webhookUrl === undefined && signingSecret === undefined)
    throw usageFailure("Give what it is connected by: BALLAST_CHAT_WEBHOOK, BALLAST_CHAT_SIGNING_SECRET, or both, in the environment.");
  if (allServices === true && service.length > 0) throw usageFailure("It hears of some services, or of all: --service or --all-services.");
  // Connected otherwise: what nobody tells of it stays.
  const { chats } = id === undefined ? { chats: [] } : await session.client.query(listDocument, {});
  const before = id === undefined ? undefined : (chats.find((chat) => chat.id === id) ?? unknown("chat", id, chats.map((chat) => chat.id)));
  const name = given ?? before?.name;
  if (name === undefined) throw usageFailure("What do people call it? ballast chat connect '#incidents'.");
  const known = allServices === true ? [] : (before?.services.map(({ slug }) => slug) ?? []);
  const answered = await session.client.mutate(connectDocument, {
    chatId: id ?? null, name, services: service.length > 0 ? [...service] : known, upTo: upTo ?? before?.upTo ?? null,
    answerHost: answerHost ?? before?.answerHost ?? null, webhookUrl: webhookUrl ?? null, signingSecret: signingSecret ?? null,
    expectedRevision: before?.revision ?? null,
  });
  session.show(answered, () => [`${bold(name)} is connected. Its slash command posts to ${answered.url}`]);
});

const disconnect = acting<{ readonly reason?: string }>(async (session, { args: [id = ""], flags: { reason } }) => {
  if (reason === undefined) throw usageFailure("Whoever looks for it wants to know why: add --reason.");
  await session.client.mutate(mutation("disconnectChat"), { chatId: id, reason });
  session.show({ disconnected: id }, () => ["It is told nothing more, and nothing is taken from it."]);
});

const unlink = acting(async (session, { args: [id = ""] }) => {
  await session.client.mutate(mutation("unlinkChatUser"), { chatUserId: id });
  session.show({ unlinked: id }, () => ["What they type in the chat is nobody's word any more."]);
});

/** Registers `ballast chat …`. */
function registerChat(program: Command): void {
  const chat = program.command("chat").description("rooms of a chat that hear of incidents, and from which people speak");
  addCommand(chat, "list", "those that are connected, and who speaks from them").action(list);
  addCommand(chat, "connect [name]", "connects one, or connects it otherwise: what is not told stays; its secrets come from the environment")
    .option("--service <slug>", "a service whose incidents it hears of; may be given several times", collect, [])
    .option("--all-services", "it hears of every service, as a new one does unless told")
    .option("--up-to <n>", "incidents of this severity or worse, 1 to 4; 3 unless told", parseCount)
    .option("--answer-host <host>", "where late answers may go; hooks.slack.com unless told")
    .option("--id <id>", "connects this one otherwise")
    .action(connect);
  addCommand(chat, "disconnect <id>", "disconnects one; its webhook and secret are forgotten")
    .option("--reason <text>", "why").action(disconnect);
  addCommand(chat, "unlink <id>", "somebody in a chat is nobody here any more").action(unlink);
}

export const command: CliCommand = {
  register: registerChat,
  examples: {
    "chat": ["ballast chat list"],
    "chat list": ["ballast chat list --json"],
    "chat connect": [
      "ballast chat connect '#incidents' --service checkout --up-to 2",
      "ballast chat connect --id 5f0c2a52-7d0c-5d0e-9a52-1f7b0c2a5210 --all-services",
    ],
    "chat disconnect": ["ballast chat disconnect 5f0c2a52-7d0c-5d0e-9a52-1f7b0c2a5210 --reason 'another room'"],
    "chat unlink": ["ballast chat unlink 5f0c2a52-7d0c-5d0e-9a52-1f7b0c2a5210"],
  },
};
