import { createHash } from "node:crypto";
import { Rejection } from "@ballast/domain";
import { chatCommandDecider, chatDecider, chatUserDecider, readChatCommand, type ConnectedChat } from "@ballast/domain/chat";
import { foldRecord, handle, idOf as idFrom, ids } from "@ballast/eventlog";
import { uuid, wholeText } from "@ballast/schema";
import type { FastifyInstance } from "fastify";
import { actorOf, type Principal } from "../auth/principal.ts";
import type { ApiServer } from "../graphql/context.ts";
import { carryOut } from "./carryOut.ts";
import { answerLater } from "./later.ts";
import { LINK_LASTS_MS, linkAddress } from "./linking.ts";
import { isSignedByChat } from "./signature.ts";

/** Longest form that anybody sends, bytes. */
const LONGEST = 64 * 1024;
/** A chat waits three seconds: what takes longer is answered at its response URL, ms. */
const WITHIN_MS = 2_200;
/** So many are carried out at a time; more are told to come again. */
const MOST_AT_ONCE = 64;

/** What a chat says of a command, as Slack has it. */
interface Said {
  readonly team: string;
  readonly user: string;
  readonly name: string;
  readonly text: string;
  readonly trigger: string;
  readonly responseUrl: string;
}

/** Null where it names nobody. */
function saidIn(body: Buffer): Said | null {
  const form = new URLSearchParams(body.toString("utf8"));
  const of = (name: string, most: number): string => (form.get(name) ?? "").slice(0, most);
  const user = of("user_id", 100);
  // Who sends no trigger sends the same bytes again.
  const trigger = of("trigger_id", 200) || createHash("sha256").update(body).digest("hex");
  return user === "" ? null : {
    team: of("team_id", 100), user, name: of("user_name", 200), text: of("text", 8_000), trigger, responseUrl: of("response_url", 2_000),
  };
}

/** The three characters that Slack's markup takes for its own: nobody is mentioned by an incident's title. */
const chatText = (text: string): string => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
const reply = (text: string): object => ({ response_type: "ephemeral", text: chatText(text) });

const one = (value: string | string[] | undefined): string | undefined => (Array.isArray(value) ? value[0] : value);

/** Who that is here, with the rights they have now; null: nobody, or nobody any more. */
async function speaker(
  server: ApiServer, { chatId, team, user }: Pick<Said, "team" | "user"> & { readonly chatId: string },
): Promise<Principal | null> {
  const known = await foldRecord(server.log, chatUserDecider, idFrom(chatUserDecider, chatId, team, user));
  const person = known.status === "linked" ? server.directory.personById(known.personId) : null;
  return person === null ? null : { person, means: "webhook", roles: person.roles, serviceIds: null, sessionId: null };
}

/** More of an answer no chat shows, and the log does not take, characters. */
const LONGEST_ANSWER = 3_500;
const cut = (answer: string): string =>
  answer.length <= LONGEST_ANSWER
    ? answer
    : `${wholeText(answer, LONGEST_ANSWER)}…\nThere is more of it than a chat shows: the console has it all.`;

/** Carries it out once: what was answered before is answered again, whichever server it comes to. */
async function answerOnce(server: ApiServer, chat: ConnectedChat, { said, principal, requestId }: {
  readonly said: Said; readonly principal: Principal; readonly requestId: string;
}): Promise<string> {
  const { chatId } = chat;
  const chatCommandId = idFrom(chatCommandDecider, chatId, said.trigger);
  const recorded = async (): Promise<string | null> => {
    const before = await foldRecord(server.log, chatCommandDecider, chatCommandId);
    if (before.status === "absent") return null;
    // Somebody else's trigger is none of theirs.
    return before.personId === principal.person.id ? server.keys.open(before.sealedAnswer) : "This was asked by somebody else.";
  };
  const earlier = await recorded();
  if (earlier !== null) return earlier;
  const asked = readChatCommand(said.text);
  const answer = cut(await carryOut({ context: { ...server, principal, requestId }, key: `chat/${chatCommandId}` }, asked));
  const at = server.now().toISOString();
  const commandId = ids.command("chat", chatCommandId);
  await handle(server.log, {
    aggregate: chatCommandDecider, id: chatCommandId,
    command: {
      type: "AnswerChatCommand", now: at, chatCommandId, chatId, personId: principal.person.id, verb: asked.verb, at,
      sealedAnswer: server.keys.seal(answer),
    },
    context: { commandId, actor: actorOf(principal), now: at, correlationId: commandId, causationId: commandId },
  });
  return (await recorded()) ?? answer;
}

/**
 * `POST /hooks/chat/:chatId`: slash commands as Slack sends them, signed with the chat's secret within five minutes of now. Answers within
 * three seconds; what takes longer says so, and its answer goes to the response URL where that is of the chat's own host.
 */
export function chatRoute(app: FastifyInstance, server: ApiServer): void {
  const underWay = new Map<string, Promise<string>>();
  const count = (outcome: string): void => server.metrics.webhooks.inc({ kind: "chat", outcome });
  const opened = async (chatId: string): Promise<{ readonly chat: ConnectedChat; readonly secret: string } | null> => {
    const chat = uuid.safeParse(chatId).success ? await foldRecord(server.log, chatDecider, chatId) : { status: "absent" as const };
    const secret = chat.status === "connected" && chat.sealedSigningSecret !== null ? server.keys.open(chat.sealedSigningSecret) : null;
    return chat.status === "connected" && secret !== null ? { chat, secret } : null;
  };
  void app.register((scope, _, done) => {
    scope.removeAllContentTypeParsers();
    // The signature is over the bytes as they came.
    scope.addContentTypeParser("application/x-www-form-urlencoded", { parseAs: "buffer", bodyLimit: LONGEST }, (_request, body, parsed) =>
      parsed(null, body));
    scope.post<{ Params: { chatId: string }; Body: Buffer | undefined }>("/hooks/chat/:chatId", async (request, response) => {
      const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
      const door = await opened(request.params.chatId);
      if (door === null) throw new Rejection("NOT_FOUND", "No chat has this address: it may have been disconnected.");
      const signed = {
        timestamp: one(request.headers["x-slack-request-timestamp"]), signature: one(request.headers["x-slack-signature"]),
      };
      if (!isSignedByChat(body, signed, { secret: door.secret, now: server.now() })) {
        count("wrong signature");
        throw new Rejection("NOT_SIGNED_IN", "The signature does not fit, or is older than five minutes.");
      }
      const said = saidIn(body);
      void response.header("cache-control", "no-store");
      if (said === null) return response.send("");
      const { chatId } = door.chat;
      const principal = await speaker(server, { ...said, chatId });
      if (principal === null) {
        count("unknown");
        const at = Number(signed.timestamp) * 1_000;
        const { team, user, name } = said;
        const address = linkAddress(server, {
          linkId: ids.part(idFrom(chatCommandDecider, chatId, said.trigger), "link"), chatId, team, user, name,
          expiresAt: at + LINK_LASTS_MS,
        });
        return response.send(reply(`Nobody here knows you yet. Say who you are, within ten minutes: ${address}`));
      }
      const key = `${chatId}/${said.trigger}/${principal.person.id}`;
      if (!underWay.has(key) && underWay.size >= MOST_AT_ONCE) {
        count("busy");
        return response.send(reply("Ballast is busy: send it again in a moment. Nothing was changed."));
      }
      const work = underWay.get(key)
        ?? answerOnce(server, door.chat, { said, principal, requestId: request.id }).finally(() => void underWay.delete(key));
      underWay.set(key, work);
      const answer = await inTime(work);
      count(answer === null ? "deferred" : "answered");
      if (answer !== null) return response.send(reply(answer));
      const later = answerLater(server, { url: said.responseUrl, host: door.chat.answerHost, answer: work.then(reply) });
      return response.send(reply(later
        ? "It takes longer than this chat waits: the answer comes as soon as it is there."
        : "It takes longer than this chat waits: look in the console for what came of it."));
    });
    done();
  });
}

/** What came of it within the time that a chat waits; null: it goes on. @throws what the work does by then */
async function inTime(work: Promise<string>): Promise<string | null> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<null>((resolve) => {
    timer = setTimeout(() => resolve(null), WITHIN_MS);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
