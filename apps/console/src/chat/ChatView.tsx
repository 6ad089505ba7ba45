import { useState } from "react";
import { useParams } from "react-router";
import { useCommand } from "../data/command.ts";
import { CommandButton } from "../data/CommandButton.tsx";
import { useDraft } from "../data/draft.ts";
import { useLogRefresh } from "../data/logRefresh.ts";
import { NoSuchRecord, ReadArea } from "../data/ReadArea.tsx";
import { useRead } from "../data/read.ts";
import { ConfirmCommand } from "../marks/ConfirmCommand.tsx";
import { CopyField } from "../marks/CopyField.tsx";
import { GroupRows, type Column } from "../marks/GroupRows.tsx";
import { Columns, Facts, Panel, ViewHeader } from "../marks/Panel.tsx";
import { RelativeTime } from "../marks/Time.tsx";
import { ConnectDialog, DisconnectDialog } from "./ChatDialogs.tsx";
import { chatDocument, chatEvents, unlinkChatUser, type ChatUser } from "./chatDocuments.ts";

/** Somebody in the chat is nobody here any more. */
function UnlinkDialog({ user, onClose }: { user: ChatUser; onClose: () => void }) {
  const draft = useDraft("chat.unlink", user.id);
  const give = useCommand(unlinkChatUser, draft);
  return (
    <ConfirmCommand
      draft={draft} open danger onClose={onClose} ready title={`Unlink ${user.name}`} confirm={`Unlink ${user.name}`}
      preview={<p>What they type in the chat is nobody&apos;s word any more. {user.person.name} links it again by another link.</p>}
      act={async () => void (await give({ chatUserId: user.id }))}
    />
  );
}

/** One room: what it hears, where its commands come in, who speaks from it. */
export function ChatView() {
  const { id = "" } = useParams();
  const read = useRead(chatDocument, { id }, { now: true });
  useLogRefresh(chatEvents, ["read", chatDocument.name]);
  const [asked, ask] = useState<"change" | "disconnect" | ChatUser | null>(null);
  const columns: readonly Column<ChatUser>[] = [
    { key: "name", label: "In the chat", narrow: "title", grow: true, render: ({ name, user }) => `${name} (${user})` },
    { key: "person", label: "Is", narrow: "meta", render: ({ person }) => person.name },
    { key: "since", label: "Since", narrow: "hide", render: ({ changedAt }) => <RelativeTime at={changedAt} /> },
    {
      key: "unlink", label: "", narrow: "state",
      render: (user) => <CommandButton needs="person.self" size="small" onClick={() => ask(user)}>Unlink</CommandButton>,
    },
  ];
  return (
    <ReadArea read={read} where="The chat">
      {({ chat }) => (chat === null ? <NoSuchRecord what="chat" /> : (
        <>
          <ViewHeader
            title={chat.name}
            summary={chat.connected
              ? [
                chat.isTold ? `It hears of incidents up to severity ${String(chat.upTo)}` : "It is told nothing",
                chat.takesCommands ? "its commands are taken." : "no commands are taken from it.",
              ].join(", and ")
              : "It is not connected any more."}
            actions={chat.connected ? (
              <>
                <CommandButton needs="integration.write" onClick={() => ask("change")}>Change it</CommandButton>
                <CommandButton needs="integration.write" danger onClick={() => ask("disconnect")}>Disconnect it</CommandButton>
              </>
            ) : undefined}
          />
          <Columns>
            <Panel title="How it is connected" padded>
              <Facts
                facts={[
                  ["Services", chat.services.length === 0 ? "all of them" : chat.services.map(({ slug }) => slug).join(", ")],
                  ["Late answers", `to ${chat.answerHost} only`],
                ]}
              />
              <CopyField label="Request URL of the slash command" value={chat.commandUrl} />
            </Panel>
            <Panel title="Who speaks from it" meta={`${String(chat.users.length)} linked`}>
              {chat.users.length === 0
                ? (
                  <p style={{ padding: "12px 16px" }}>
                    Nobody yet. Whoever types the command for the first time gets a link, and says here who they are.
                  </p>
                )
                : <GroupRows label="Linked" rows={chat.users} columns={columns} keyOf={(user) => user.id} />}
            </Panel>
          </Columns>
          {asked === "change" ? <ConnectDialog shown={chat} onClose={() => ask(null)} /> : null}
          {asked === "disconnect" ? <DisconnectDialog shown={chat} onClose={() => ask(null)} /> : null}
          {asked !== null && typeof asked === "object" ? <UnlinkDialog user={asked} onClose={() => ask(null)} /> : null}
        </>
      ))}
    </ReadArea>
  );
}
