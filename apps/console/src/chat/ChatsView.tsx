import { useState } from "react";
import { CommandButton } from "../data/CommandButton.tsx";
import { useLogRefresh } from "../data/logRefresh.ts";
import { ReadArea } from "../data/ReadArea.tsx";
import { useRead } from "../data/read.ts";
import { GroupRows, type Column } from "../marks/GroupRows.tsx";
import { Panel, ViewHeader } from "../marks/Panel.tsx";
import { SkeletonRows } from "../marks/Skeletons.tsx";
import { EmptyState } from "../marks/States.tsx";
import { ConnectDialog } from "./ChatDialogs.tsx";
import { chatEvents, chatsDocument, type Chat } from "./chatDocuments.ts";

const nothing = {};
const columns: readonly Column<Chat>[] = [
  { key: "name", label: "Chat", narrow: "title", grow: true, render: ({ name }) => <strong>{name}</strong> },
  { key: "told", label: "Is told", narrow: "meta", render: ({ isTold, upTo }) => (isTold ? `up to severity ${String(upTo)}` : "nothing") },
  {
    key: "of", label: "Of", narrow: "hide",
    render: ({ services }) => (services.length === 0 ? "all services" : services.map(({ slug }) => slug).join(", ")),
  },
  { key: "commands", label: "Commands", narrow: "state", render: ({ takesCommands }) => (takesCommands ? "taken" : "not taken") },
];

/** Rooms of chats that are connected. */
export function ChatsView() {
  const read = useRead(chatsDocument, nothing, { now: true });
  useLogRefresh(chatEvents, ["read", chatsDocument.name]);
  const [connecting, connect] = useState(false);
  const chats = read.data?.chats ?? [];
  return (
    <>
      <ViewHeader
        title="Chats"
        summary={read.data === undefined ? undefined : chats.length === 0
          ? "No chat hears of incidents." : `${String(chats.length)} connected. Private incidents are told to none of them.`}
        actions={<CommandButton first needs="integration.write" onClick={() => connect(true)}>Connect a chat</CommandButton>}
      />
      <Panel>
        <ReadArea read={read} where="Chats" skeleton={<SkeletonRows />}>
          {() => chats.length === 0 ? (
            <EmptyState title="None is connected yet">
              A room gets Slack&apos;s shape of messages, so Slack, Mattermost and Rocket.Chat read it. By a slash command people declare,
              answer and update from there, with their own rights.
            </EmptyState>
          ) : (
            <GroupRows
              label="Chats" rows={chats} columns={columns} keyOf={({ id }) => id} hrefOf={({ id }) => `/chats/${encodeURIComponent(id)}`}
            />
          )}
        </ReadArea>
      </Panel>
      {connecting ? <ConnectDialog shown={null} onClose={() => connect(false)} /> : null}
    </>
  );
}
