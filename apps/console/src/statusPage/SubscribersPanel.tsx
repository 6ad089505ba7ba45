import Button from "@mui/material/Button";
import MenuItem from "@mui/material/MenuItem";
import TextField from "@mui/material/TextField";
import { useState } from "react";
import { Link } from "react-router";
import { CommandButton } from "../data/CommandButton.tsx";
import { useCommand } from "../data/command.ts";
import { useDraft, useDraftState } from "../data/draft.ts";
import { nodesOf } from "../data/fields.ts";
import { useLogRefresh } from "../data/logRefresh.ts";
import { holdersOf, useMay } from "../data/may.ts";
import { useRead } from "../data/read.ts";
import { ReasonField } from "../data/ReasonField.tsx";
import { SmallButton } from "../data/SmallButton.tsx";
import { Choice } from "../marks/Choice.tsx";
import { ConfirmCommand } from "../marks/ConfirmCommand.tsx";
import { CopyField } from "../marks/CopyField.tsx";
import { GroupRows, type Column } from "../marks/GroupRows.tsx";
import { Panel } from "../marks/Panel.tsx";
import { ShownOnce } from "../marks/ShownOnce.tsx";
import { EmptyState } from "../marks/States.tsx";
import { Quiet } from "../marks/Text.tsx";
import { RelativeTime } from "../marks/Time.tsx";
import { hearersWords } from "../telling/publicationWords.ts";
import {
  addSubscriber, removeSubscriber, subscriberEvents, subscribersDocument, type StatusPageRecord, type Subscriber,
} from "./statusPageDocuments.ts";
import styles from "./StatusPage.module.css";

const CHANNELS = [["mail", "Mail"], ["chat", "Chat"], ["webhook", "Program"]] as const;
/** So many are listed here; all of them are in the CSV. */
const SHOWN = 50;

/** Of what somebody hears. */
/** What left the page has no name there any more. */
const partWords = (name: string): string => (UUID.test(name) ? "what left the page" : name);
const UUID = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/u;

export const scopeWords = ({ components, groups }: Pick<Subscriber, "components" | "groups">): string =>
  components.length + groups.length === 0
    ? "everything"
    : [...groups.map((name) => `all of ${partWords(name)}`), ...components.map(partWords)].join(", ");

interface DialogProps {
  readonly shown: StatusPageRecord;
  readonly onClose: () => void;
}

/** Who agreed elsewhere to hear of it. */
function AddDialog({ shown, onClose, shownSecret }: DialogProps & { readonly shownSecret: (secret: string) => void }) {
  const draft = useDraft("statusPage.subscriber", shown.id);
  const [channel, setChannel] = useDraftState<Subscriber["channel"]>(draft, "channel", "mail");
  const [address, setAddress] = useDraftState(draft, "address", "");
  const [part, setPart] = useDraftState(draft, "part", "");
  const [reason, setReason] = useDraftState(draft, "reason", "");
  const give = useCommand(addSubscriber, draft);
  const act = async (): Promise<void> => {
    const named = part.slice(2);
    const { secret } = await give({
      statusPageId: shown.id, channel, address: address.trim(), components: part.startsWith("c:") ? [named] : [],
      groups: part.startsWith("g:") ? [named] : [], reason: reason.trim(),
    });
    if (secret !== null) shownSecret(secret);
  };
  return (
    <ConfirmCommand
      draft={draft}
      open
      onClose={onClose}
      title={`Add who hears of ${shown.name}`}
      confirm="Add them"
      ready={address.trim() !== "" && reason.trim() !== ""}
      preview={<p>They hear of it from now on: nothing asks them to confirm it. Each message says how to stop.</p>}
      act={act}
    >
      <Choice label="How" value={channel} options={CHANNELS} onChange={setChannel} />
      <TextField
        autoFocus
        required
        label={channel === "mail" ? "Mail address" : "The webhook's https address"}
        value={address}
        onChange={({ target }) => setAddress(target.value)}
      />
      <TextField
        select
        label="Of what"
        value={part}
        onChange={({ target }) => setPart(target.value)}
        slotProps={{ select: { displayEmpty: true }, inputLabel: { shrink: true } }}
      >
        <MenuItem value="">Everything</MenuItem>
        {shown.groups.map(({ id, name }) => <MenuItem key={id} value={`g:${id}`}>All of {name}, with what comes to it</MenuItem>)}
        {shown.components.map(({ id, name }) => <MenuItem key={id} value={`c:${id}`}>{name}</MenuItem>)}
      </TextField>
      <ReasonField needed value={reason} set={setReason} />
    </ConfirmCommand>
  );
}

function RemoveDialog({ shown, one, onClose }: DialogProps & { readonly one: Subscriber }) {
  const give = useCommand(removeSubscriber);
  const act = async (): Promise<void> => void (await give({ statusPageId: shown.id, subscriberId: one.id }));
  return (
    <ConfirmCommand
      draft={null}
      open
      focused
      danger
      onClose={onClose}
      title={`Remove ${one.address ?? "this subscriber"}?`}
      confirm="Remove them"
      preview={<p>They hear no more of {shown.name}, and their address is taken away: it is nowhere then.</p>}
      act={act}
    />
  );
}

const columnsOf = (remove: (one: Subscriber) => void): readonly Column<Subscriber>[] => [
  { key: "address", label: "Where", grow: true, narrow: "title", render: ({ address }) => address ?? "sealed under another key" },
  { key: "channel", label: "How", narrow: "meta", render: ({ channel }) => CHANNELS.find(([key]) => key === channel)?.[1] ?? channel },
  { key: "of", label: "Of", narrow: "meta", render: (one) => <Quiet>{scopeWords(one)}</Quiet> },
  { key: "since", label: "Since", narrow: "hide", render: ({ since }) => (since === null ? "–" : <RelativeTime at={since} />) },
  {
    key: "acts", label: <span className="unseen">What can be done</span>, narrow: "state",
    render: (one) => (
      <SmallButton needs="subscriber.write" label={`Remove ${one.address ?? "this subscriber"}`} onClick={() => remove(one)}>
        Remove
      </SmallButton>
    ),
  },
];

function Listed({ shown, remove }: { shown: StatusPageRecord; remove: (one: Subscriber) => void }) {
  const { data } = useRead(subscribersDocument, { statusPageId: shown.id, first: SHOWN }, { keep: true });
  useLogRefresh(subscriberEvents, ["read", "Subscribers"]);
  if (data === undefined) return null;
  const { totalCount } = data.subscribers;
  if (totalCount === 0) {
    return (
      <EmptyState title="Nobody yet">
        Readers ask for it at <a href={`${shown.path}/subscribe.html`}>{shown.path}/subscribe.html</a>, or a CSV brings them.
      </EmptyState>
    );
  }
  return (
    <>
      <GroupRows label="Subscribers" rows={nodesOf(data.subscribers)} columns={columnsOf(remove)} keyOf={({ id }) => id} />
      {totalCount > SHOWN ? <p><Quiet>The last {SHOWN} of {totalCount}; all of them are in the CSV.</Quiet></p> : null}
    </>
  );
}

/** Who hears of a page. Addresses are shown to whoever may look after them, how many there are to everybody. */
export function SubscribersPanel({ shown }: { shown: StatusPageRecord }) {
  const [doing, setDoing] = useState<"add" | Subscriber | null>(null);
  const [secret, setSecret] = useState<string | null>(null);
  const may = useMay("subscriber.write");
  const close = (): void => setDoing(null);
  return (
    <Panel title="Who hears of it" meta={hearersWords(shown.subscriberCounts)}>
      {may ? <Listed shown={shown} remove={setDoing} /> : (
        <EmptyState title="Addresses are not shown">They are personal data: it takes the role {holdersOf("subscriber.write")}.</EmptyState>
      )}
      {shown.retired === null ? (
        <p className={styles.foot}>
          <CommandButton needs="subscriber.write" size="small" onClick={() => setDoing("add")}>Add a subscriber</CommandButton>
          {may ? <Button size="small" component={Link} to="/imports/file?kind=subscribers">CSV in and out</Button> : null}
        </p>
      ) : null}
      {doing === "add" ? <AddDialog shown={shown} onClose={close} shownSecret={setSecret} /> : null}
      {doing !== null && doing !== "add" ? <RemoveDialog shown={shown} one={doing} onClose={close} /> : null}
      {secret === null ? null : (
        <ShownOnce title="What messages are signed with" onClose={() => setSecret(null)}>
          <CopyField label="Secret" value={secret} />
        </ShownOnce>
      )}
    </Panel>
  );
}
