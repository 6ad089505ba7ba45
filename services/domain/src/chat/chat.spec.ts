import type { ChatEvent, ChatUserEvent, DataOf } from "@ballast/schema";
import { describe, expect, it } from "vitest";
import { given } from "../specification.ts";
import { chatCommandDecider, chatDecider, chatUserDecider, readChatCommand } from "./index.ts";

const now = "2026-03-01T10:00:00.000Z";
const uuid = (n: number): string => `00000000-0000-4000-8000-00000000000${String(n)}`;
const said: DataOf<"ChatConnected"> = {
  chatId: uuid(1), name: "#incidents", sealedWebhook: "w", sealedSigningSecret: "s", answerHost: "hooks.slack.com", serviceIds: [], upTo: 3,
};
const connected: ChatEvent = { type: "ChatConnected", data: said };
const gone: ChatEvent = { type: "ChatDisconnected", data: { chatId: said.chatId, reason: "moved" } };

describe("a chat", () => {
  it("is connected, and connected otherwise; the same again is nothing, and neither way is refused", () => {
    given(chatDecider, []).when({ type: "ConnectChat", now, ...said }).then([connected]);
    given(chatDecider, [connected]).when({ type: "ConnectChat", now, ...said }).then([]);
    given(chatDecider, []).when({ type: "ConnectChat", now, ...said, sealedWebhook: null, sealedSigningSecret: null })
      .thenRejected("INVALID_INPUT");
  });

  it("that was disconnected keeps nothing that lets others in, and does not come back", () => {
    given(chatDecider, [connected]).when({ type: "DisconnectChat", now, ...gone.data }).then([gone]);
    given(chatDecider, [connected, gone]).when({ type: "DisconnectChat", now, ...gone.data }).then([]);
    given(chatDecider, [connected, gone]).when({ type: "ConnectChat", now, ...said }).thenRejected("INVALID_INPUT");
    given(chatDecider, []).when({ type: "DisconnectChat", now, ...gone.data }).thenRejected("NOT_FOUND");
    expect(given(chatDecider, [connected, gone]).state).toMatchObject({ sealedWebhook: null, sealedSigningSecret: null });
  });
});

describe("somebody in a chat", () => {
  const link: DataOf<"ChatUserLinked"> = {
    chatUserId: uuid(2), chatId: uuid(1), team: "T1", user: "U1", name: "ana", personId: uuid(3), linkId: uuid(4),
  };
  const linked: ChatUserEvent = { type: "ChatUserLinked", data: link };
  const unlinked: ChatUserEvent = { type: "ChatUserUnlinked", data: { chatUserId: uuid(2), personId: uuid(3) } };

  it("is linked by a link that works once, for one person", () => {
    given(chatUserDecider, []).when({ type: "LinkChatUser", now, ...link }).then([linked]);
    given(chatUserDecider, [linked]).when({ type: "LinkChatUser", now, ...link }).then([]);
    given(chatUserDecider, [linked]).when({ type: "LinkChatUser", now, ...link, personId: uuid(5) }).thenRejected("INVALID_INPUT");
    given(chatUserDecider, [linked, unlinked]).when({ type: "LinkChatUser", now, ...link }).thenRejected("INVALID_INPUT");
    const other = { ...link, personId: uuid(5), linkId: uuid(6) };
    given(chatUserDecider, [linked]).when({ type: "LinkChatUser", now, ...other }).then([{ type: "ChatUserLinked", data: other }]);
  });

  it("is unlinked once", () => {
    given(chatUserDecider, [linked]).when({ type: "UnlinkChatUser", now, chatUserId: uuid(2) }).then([unlinked]);
    given(chatUserDecider, [linked, unlinked]).when({ type: "UnlinkChatUser", now, chatUserId: uuid(2) }).then([]);
    given(chatUserDecider, []).when({ type: "UnlinkChatUser", now, chatUserId: uuid(2) }).thenRejected("NOT_FOUND");
  });
});

it("the first answer to a command stands", () => {
  const answer = { chatCommandId: uuid(7), chatId: uuid(1), personId: uuid(3), verb: "who", at: now, sealedAnswer: "one" };
  given(chatCommandDecider, []).when({ type: "AnswerChatCommand", now, ...answer }).then([{ type: "ChatCommandAnswered", data: answer }]);
  given(chatCommandDecider, [{ type: "ChatCommandAnswered", data: answer }])
    .when({ type: "AnswerChatCommand", now, ...answer, sealedAnswer: "two" }).then([]);
});

describe("what is typed in a chat", () => {
  it.each([
    [
      "declare sev2 in checkout, search: Orders  fail",
      { verb: "declare", severity: 2, services: ["checkout", "search"], title: "Orders fail", otherwise: null },
    ],
    [
      "declare sev1 in checkout it fails",
      {
        verb: "declare", severity: 1, services: [], title: "in checkout it fails",
        otherwise: { services: ["checkout"], title: "it fails" },
      },
    ],
    [
      "Declare Orders fail: all of them",
      { verb: "declare", severity: 3, services: [], title: "Orders fail: all of them", otherwise: null },
    ],
    ["ack", { verb: "ack", number: null }],
    ["ack inc-12", { verb: "ack", number: 12 }],
    ["update 12 We roll back\nnow", { verb: "update", number: 12, text: "We roll back\nnow" }],
    ["severity INC-12 sev1 everybody", { verb: "severity", number: 12, severity: 1, reason: "everybody" }],
    ["join 12", { verb: "join", number: 12, role: "responder" }],
    ["join INC-12 as Commander", { verb: "join", number: 12, role: "commander" }],
    ["resolve 12 rolled back", { verb: "resolve", number: 12, reason: "rolled back" }],
    ["who checkout", { verb: "who", name: "checkout" }],
    ["", { verb: "help" }],
    ["  HELP me ", { verb: "help" }],
  ])("%s", (text, asked) => expect(readChatCommand(text)).toEqual(asked));

  it.each([
    "declare", "declare sev2 in checkout:", "ack soon", "update 12", "update We roll back", "severity 12", "severity 12 5", "join",
    "join 12 as king", "resolve it", "__proto__", "constructor x", `ack ${"9".repeat(40)}`,
  ])("is not guessed: %s", (text) => expect(readChatCommand(text)).toMatchObject({ verb: "unread" }));
});
