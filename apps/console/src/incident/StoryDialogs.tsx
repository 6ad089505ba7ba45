import type { LinkedKind, LinkType } from "@ballast/schema/graphql";
import { isFact, unfilled } from "@ballast/schema/templateFacts";
import Checkbox from "@mui/material/Checkbox";
import FormControlLabel from "@mui/material/FormControlLabel";
import MenuItem from "@mui/material/MenuItem";
import TextField from "@mui/material/TextField";
import { TemplateField } from "../choices/TemplateField.tsx";
import type { UpdateDraft } from "../choices/updateTemplates.ts";
import { useCommand } from "../data/command.ts";
import { unrevised, useDraft, useDraftOf, useDraftState } from "../data/draft.ts";
import { useRead } from "../data/read.ts";
import { MomentField } from "../data/MomentField.tsx";
import { Choice } from "../marks/Choice.tsx";
import { ConfirmCommand } from "../marks/ConfirmCommand.tsx";
import { oneOf } from "../data/words.ts";
import { ReasonField } from "../data/ReasonField.tsx";
import type { DialogProps } from "./dialogs.ts";
import { addEntry, addLink, correctEntry, postUpdate, removeLink } from "./incidentCommands.ts";
import type { IncidentRecord } from "./incidentDocuments.ts";
import { publicPostDocument, publicWords, setPublicTitle, untitledWords } from "./publicPost.ts";
import { linkTypes, linkWord, linkWords } from "../response/incidentWords.ts";

const padded = { htmlInput: { style: { padding: "8px 12px" } } };
const promises = [
  ["", "No promise"],
  ["10", "in 10 minutes"],
  ["20", "in 20 minutes"],
  ["30", "in 30 minutes"],
  ["60", "in an hour"],
  ["240", "in 4 hours"],
] as const;

const promiseWords = (minutes: string): string => promises.find(([value]) => value === minutes)?.[1] ?? `in ${minutes} minutes`;

/** Posts an update: internal unless it is marked public. */
export function UpdateDialog({ incident, onClose }: { incident: IncidentRecord } & DialogProps<"update">) {
  const draft = useDraftOf(unrevised, "incident.update", incident.id);
  const [visibility, setVisibility] = useDraftState<"internal" | "public">(draft, "visibility", "internal");
  const [status, setStatus] = useDraftState<string>(draft, "status", incident.open ? incident.state : "resolved");
  const [body, setBody] = useDraftState(draft, "body", "");
  const [next, setNext] = useDraftState(draft, "next", incident.open ? "20" : "");
  const [called, setCalled] = useDraftState<string | null>(draft, "called", null);
  const [started, setStarted] = useDraftState(draft, "started", "");
  const give = useCommand(postUpdate, draft);
  const call = useCommand(setPublicTitle, draft);
  const { data } = useRead(publicPostDocument, visibility === "public" ? { incidentId: incident.id } : null, { now: true });
  const post = data?.publicPost ?? null;
  const name = called ?? post?.title ?? "";
  const startFrom = (from: UpdateDraft): void => {
    setVisibility(from.visibility);
    setStatus(from.state);
    // What somebody has typed is kept: the template comes in the place of the one before, or below.
    const own = body.trim() === started.trim() ? "" : body.trim();
    setBody([own, from.body].filter((part) => part !== "").join("\n\n"));
    setStarted(from.body);
    setNext(String(from.nextUpdateInMinutes ?? ""));
  };
  const left = visibility === "public" ? unfilled(body).find(isFact) : undefined;
  const does = visibility === "public" ? "Publish this update" : "Post this update inside";
  const act = async (): Promise<void> => {
    if (visibility === "public" && name.trim() !== "" && name.trim() !== post?.title)
      await call({ incidentId: incident.id, title: name.trim() });
    await give({
      incidentId: incident.id, visibility, status: status.trim(), body: body.trim(),
      ...(next === "" ? {} : { nextUpdateInMinutes: Number(next) }),
    });
  };
  return (
    <ConfirmCommand
      draft={draft}
      open
      onClose={onClose}
      danger={visibility === "public"}
      title="Post an update?"
      confirm={does}
      ready={body.trim() !== "" && status.trim() !== "" && left === undefined}
      preview={
        <p>
          {left === undefined ? "" : `Nobody has said what {{${left}}} is: write it, or leave it out. `}
          {visibility === "public"
            ? "Customers may read it: no names of people, no guesses about causes. Posted updates are not edited; the next one corrects."
            : "Only people signed in here read it."}{" "}
          {visibility === "public" && post !== null ? `${publicWords(post)} ` : ""}
          {next === "" ? "" : `You are reminded when the next one is due, ${promiseWords(next)}.`}
        </p>
      }
      act={act}
    >
      <TemplateField key={draft.starts} incidentId={incident.id} use={startFrom} />
      <Choice
        label="Who may read it"
        value={visibility}
        onChange={setVisibility}
        options={[
          ["internal", "Internal"],
          ["public", "Public"],
        ]}
      />
      {visibility === "public" ? (
        <TextField
          label="What readers call it"
          value={name}
          onChange={(event) => setCalled(event.target.value)}
          helperText={untitledWords(post)}
        />
      ) : null}
      <TextField
        autoFocus
        required
        label="What is known, and what comes next"
        multiline
        minRows={3}
        value={body}
        onChange={(event) => setBody(event.target.value)}
        slotProps={padded}
      />
      <TextField label="Where it stands, in a word" value={status} onChange={(event) => setStatus(event.target.value)} />
      <TextField
        select
        label="The next update"
        value={next}
        onChange={(event) => setNext(event.target.value)}
        slotProps={{ select: { displayEmpty: true } }}
      >
        {[...promises.map(([value]) => value as string), next].filter((value, n, all) => all.indexOf(value) === n).map((value) => (
          <MenuItem key={value} value={value}>
            {promiseWords(value)}
          </MenuItem>
        ))}
      </TextField>
    </ConfirmCommand>
  );
}

/** Adds a line to the timeline. */
export function EntryDialog({ incident, about, onClose }: { incident: IncidentRecord } & DialogProps<"entry">) {
  const draft = useDraft("incident.entry", incident.id, about.at);
  const [at, setAt] = useDraftState<string | null>(draft, "at", about.at ?? null);
  const [text, setText] = useDraftState(draft, "text", "");
  const [pinned, setPinned] = useDraftState(draft, "pinned", false);
  const give = useCommand(addEntry, draft);
  return (
    <ConfirmCommand
      draft={draft}
      open
      onClose={onClose}
      title="Add an entry to the timeline?"
      confirm="Add this entry"
      ready={text.trim() !== ""}
      preview={<p>It stands in the lane Notes where it happened, with the moment at which you wrote it down beside it.</p>}
      act={async () => void (await give({ incidentId: incident.id, text: text.trim(), pinned, ...(at === null ? {} : { at }) }))}
    >
      <TextField
        autoFocus
        required
        label="What happened"
        multiline
        minRows={2}
        value={text}
        onChange={(event) => setText(event.target.value)}
        helperText="The first line is its title."
        slotProps={padded}
      />
      <MomentField label="When" value={at} set={setAt} help="Left empty, now." />
      <FormControlLabel
        control={<Checkbox checked={pinned} onChange={(event) => setPinned(event.target.checked)} />}
        label="Part of the short version"
      />
    </ConfirmCommand>
  );
}

/** Corrects a line of the timeline; the old one is kept. */
export function CorrectEntryDialog({ incident, about, onClose }: { incident: IncidentRecord } & DialogProps<"correctEntry">) {
  const { entry } = about;
  const draft = useDraftOf(unrevised, "incident.correctEntry", incident.id, entry.id);
  const [at, setAt] = useDraftState<string | null>(draft, "at", entry.at);
  const [text, setText] = useDraftState(draft, "text", [entry.title, entry.detail ?? ""].filter((part) => part !== "").join("\n"));
  const [reason, setReason] = useDraftState(draft, "reason", "");
  const give = useCommand(correctEntry, draft);
  return (
    <ConfirmCommand
      draft={draft}
      open
      onClose={onClose}
      title="Correct this entry?"
      confirm="Correct this entry"
      ready={at !== null && text.trim() !== "" && reason.trim() !== ""}
      preview={<p>What it said before stays readable under it, and at the slider's earlier moments.</p>}
      act={async () => {
        if (at !== null) await give({ incidentId: incident.id, entryId: entry.id, at, text: text.trim(), reason });
      }}
    >
      <TextField
        label="What happened"
        multiline
        minRows={2}
        value={text}
        onChange={(event) => setText(event.target.value)}
        slotProps={padded}
      />
      <MomentField label="When" value={at} set={setAt} needed />
      <ReasonField value={reason} set={setReason} needed />
    </ConfirmCommand>
  );
}

const confidences = [
  ["sure", "Sure"],
  ["likely", "Likely"],
  ["unsure", "Unsure"],
] as const;
const kinds = [
  ["deploy", "Deploy"],
  ["release", "Release"],
  ["alert", "Alert"],
  ["incident", "Incident"],
  ["lane", "Environment of a service"],
  ["entry", "Entry of this timeline"],
] as const;

/** The id at the end of an address, or the id itself. */
export function idIn(text: string): string {
  const path = text.trim().split(/[?#]/u)[0] ?? "";
  return decodeURIComponent(path.split("/").filter((part) => part !== "").at(-1) ?? "");
}

/** Says how another record stands to the incident. */
export function LinkDialog({ incident, about, onClose }: { incident: IncidentRecord } & DialogProps<"link">) {
  const draft = useDraft("incident.link", incident.id, about.record?.id, about.fromEntry?.id);
  const [type, setType] = useDraftState<LinkType>(draft, "type", about.fromEntry === undefined ? "caused" : "followsFrom");
  const [kind, setKind] = useDraftState<LinkedKind>(draft, "kind", about.record?.kind ?? "deploy");
  const [address, setAddress] = useDraftState(draft, "address", about.record?.id ?? "");
  const [confidence, setConfidence] = useDraftState<"sure" | "likely" | "unsure">(draft, "confidence", "likely");
  const [note, setNote] = useDraftState(draft, "note", "");
  const give = useCommand(addLink, draft);
  const label = about.record?.label ?? "the record";
  return (
    <ConfirmCommand
      draft={draft}
      open
      onClose={onClose}
      title={`Link ${label} to ${incident.reference}?`}
      confirm={`Link as “${linkWords[type].toLowerCase()}”`}
      ready={idIn(address) !== ""}
      preview={<p>The link carries your name. Deploys named as the cause or a contribution count as failed in the delivery report.</p>}
      act={async () =>
        void (await give({
          incidentId: incident.id, type, kind, recordId: idIn(address), confidence, note,
          ...(about.fromEntry === undefined ? {} : { fromEntryId: about.fromEntry.id }),
        }))
      }
    >
      <TextField select label="How it stands to the incident" value={type} onChange={(event) => setType(event.target.value as LinkType)}>
        {linkTypes.map((each) => <MenuItem key={each} value={each}>{linkWords[each]}</MenuItem>)}
      </TextField>
      {about.record !== undefined ? null : (
        <>
          <TextField
            select
            label="Kind"
            value={kind}
            onChange={(event) =>
              setKind(
                oneOf(
                  kinds.map(([value]) => value),
                  event.target.value,
                ) ?? "deploy",
              )
            }
          >
            {kinds.map(([value, words]) => (
              <MenuItem key={value} value={value}>
                {words}
              </MenuItem>
            ))}
          </TextField>
          <TextField
            required
            label="Address or id of it"
            value={address}
            onChange={(event) => setAddress(event.target.value)}
            helperText="Paste the address of its page."
          />
        </>
      )}
      <Choice label="How sure" value={confidence} onChange={setConfidence} options={confidences} />
      <TextField label="Why (may stay empty)" value={note} onChange={(event) => setNote(event.target.value)} />
    </ConfirmCommand>
  );
}

/** Takes a link away. */
export function RemoveLinkDialog({ incident, about, onClose }: { incident: IncidentRecord } & DialogProps<"removeLink">) {
  const draft = useDraft("incident.removeLink", incident.id, about.link.id);
  const [reason, setReason] = useDraftState(draft, "reason", "");
  const give = useCommand(removeLink, draft);
  return (
    <ConfirmCommand
      draft={draft}
      open
      onClose={onClose}
      danger
      title={`Take away the link to ${about.label}?`}
      confirm="Take the link away"
      ready={reason.trim() !== ""}
      preview={
        <p>
          It said: {linkWord(about.link.type).toLowerCase()}, by {about.link.by.name}. The history keeps it.
        </p>
      }
      act={async () => void (await give({ incidentId: incident.id, linkId: about.link.id, reason }))}
    >
      <ReasonField value={reason} set={setReason} needed />
    </ConfirmCommand>
  );
}
