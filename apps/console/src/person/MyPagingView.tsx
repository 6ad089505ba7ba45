import Button from "@mui/material/Button";
import Checkbox from "@mui/material/Checkbox";
import FormControlLabel from "@mui/material/FormControlLabel";
import Stack from "@mui/material/Stack";
import TextField from "@mui/material/TextField";
import { useState } from "react";
import { Link } from "react-router";
import { useCommand } from "../data/command.ts";
import { CommandButton } from "../data/CommandButton.tsx";
import { unrevised, useDraftOf, useDraftState } from "../data/draft.ts";
import { useLogRefresh } from "../data/logRefresh.ts";
import { MomentField } from "../data/MomentField.tsx";
import { NoSuchRecord, ReadArea } from "../data/ReadArea.tsx";
import { useRead } from "../data/read.ts";
import { ConfirmCommand } from "../marks/ConfirmCommand.tsx";
import { useNow } from "../marks/now.ts";
import { Columns, Facts, Panel, ViewHeader } from "../marks/Panel.tsx";
import { exact } from "../marks/time.ts";
import { RelativeTime } from "../marks/Time.tsx";
import { useZone } from "../marks/zone.ts";
import { channelIn } from "../paging/channelWords.ts";
import { AlwaysNow } from "../shell/AlwaysNow.tsx";
import {
  channels, formOf, myPagingDocument, notifiedDocument, pagingSentence, rulesOf, ruleWords, setPagingRules,
  type PagedPerson, type RulesForm,
} from "./myPaging.ts";
import { ChannelsPanel } from "./ChannelsPanel.tsx";
import { RingPanel } from "./RingPanel.tsx";
import { RemindersPanel } from "./RemindersPanel.tsx";
import { personEvents } from "./personDocuments.ts";

const heard = [...personEvents, "PageAcknowledged"];

const nothing = {};
const minute = 60_000;

/** By which channels a page calls me, and when. */
export function MyPagingView() {
  const read = useRead(myPagingDocument, nothing, { now: true, keep: true });
  useLogRefresh(heard, ["read", myPagingDocument.name]);
  return (
    <AlwaysNow>
      <ReadArea read={read} where="My paging">
        {({ me }) => (me === null ? <NoSuchRecord what="person" /> : <Record person={me.person} />)}
      </ReadArea>
    </AlwaysNow>
  );
}

function Record({ person }: { person: PagedPerson }) {
  const [changing, change] = useState(false);
  const { pagingRules: rules } = person;
  return (
    <>
      <ViewHeader
        title="My paging"
        summary={pagingSentence(person)}
        actions={
          <>
            <Button component={Link} to={`/people/${encodeURIComponent(person.id)}`}>My channels</Button>
            <CommandButton needs="person.self" first onClick={() => change(true)}>Change when…</CommandButton>
          </>
        }
      />
      <Columns side={<Would person={person} />}>
        <Panel title="When I am called" padded>
          <Facts
            facts={[
              ["Severities 1 and 2", ruleWords(rules?.high ?? [])],
              ["Severities 3 and 4", ruleWords(rules?.low ?? [])],
              ["These come", rules === null || rules.lowHours === null
                ? "at any hour"
                : `between ${rules.lowHours.from} and ${rules.lowHours.to}, ${person.timeZone}; what comes at night waits for the morning`],
              ["Mail", person.email],
              ["Chat", person.chatWebhookUrl === null ? null : "a webhook"],
              ["SMS and calls", person.phone],
              ["Push", person.pushUrl === null ? null : "a topic"],
              ["PagerDuty", person.pagerDutyKey === null ? null : "an integration"],
              ["Proven", person.lastAnswered === null ? "no page answered in the last 90 days" : (
                <span key="p">
                  <RelativeTime at={person.lastAnswered.at} />, by {person.lastAnswered.channels.map(channelIn).join(" and ")}
                </span>
              )],
            ]}
          />
        </Panel>
        <ChannelsPanel personId={person.id} states={person.channelStates} needs="person.self" />
        <RemindersPanel person={person} />
        <RingPanel />
      </Columns>
      {changing ? <RulesDialog person={person} onClose={() => change(false)} /> : null}
    </>
  );
}

/** By which channels a page would reach me at a moment that is tried. */
function Would({ person }: { person: PagedPerson }) {
  const now = useNow(minute);
  const zone = useZone();
  const [at, set] = useState<string | null>(null);
  const { data } = useRead(
    notifiedDocument, { id: person.id, at: at ?? new Date(Math.floor(now / minute) * minute).toISOString() }, { now: true, keep: true },
  );
  const node = data?.node;
  const said = (told: readonly { readonly channel: string; readonly at: string }[]): string =>
    told.map(({ channel, at: when }) => `${channelIn(channel)} ${exact(Date.parse(when), zone)}`).join("; ");
  return (
    <Panel title="A page would reach me" meta={at === null ? "now" : "tried, not sent"} padded>
      <MomentField label="Try it on" value={at} set={set} help="Left empty, now." />
      {node === undefined || node === null || !("high" in node) ? null : (
        <Facts facts={[["Severity 1 or 2", said(node.high)], ["Severity 3 or 4", said(node.low)]]} />
      )}
    </Panel>
  );
}

const urgencyWords = { high: "Severities 1 and 2", low: "Severities 3 and 4" } as const;

function RulesDialog({ person, onClose }: { person: PagedPerson; onClose: () => void }) {
  const draft = useDraftOf(unrevised, "person.paging", person.id);
  const [form, setForm] = useDraftState<RulesForm>(draft, "form", () => formOf(person.pagingRules));
  const give = useCommand(setPagingRules, draft);
  const rules = rulesOf(form);
  const set = (part: Partial<RulesForm>): void => setForm((before) => ({ ...before, ...part }));
  return (
    <ConfirmCommand
      draft={draft}
      open
      onClose={onClose}
      title="When am I called?"
      confirm="Call me so"
      ready={rules !== null}
      preview={
        <p>
          {rules === null
            ? "One channel of each is used at once, at 0; others after whole minutes, 60 at most. Empty: it is not used."
            : pagingSentence({ ...person, pagingRules: rules })}
        </p>
      }
      act={async () => void (await give({ personId: person.id, rules }))}
    >
      {(["high", "low"] as const).map((urgency) => (
        <Stack key={urgency} spacing={1}>
          {channels.filter((channel) => person.channels.includes(channel) || form[urgency][channel].trim() !== "").map((channel) => (
            <TextField
              key={channel}
              label={`${urgencyWords[urgency]}: ${channelIn(channel)} after, min`}
              value={form[urgency][channel]}
              onChange={(event) => set({ [urgency]: { ...form[urgency], [channel]: event.target.value } })}
              slotProps={{ htmlInput: { inputMode: "numeric" } }}
              fullWidth
            />
          ))}
        </Stack>
      ))}
      <FormControlLabel
        control={<Checkbox checked={form.waits} onChange={(event) => set({ waits: event.target.checked })} />}
        label={`Severities 3 and 4 wait for the morning, on the clock of ${person.timeZone}`}
      />
      {form.waits ? (
        <Stack direction="row" spacing={2}>
          <TextField label="From" type="time" value={form.from} onChange={(event) => set({ from: event.target.value })} fullWidth />
          <TextField label="Until" type="time" value={form.to} onChange={(event) => set({ to: event.target.value })} fullWidth />
        </Stack>
      ) : null}
    </ConfirmCommand>
  );
}
