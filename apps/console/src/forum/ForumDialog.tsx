import MenuItem from "@mui/material/MenuItem";
import TextField from "@mui/material/TextField";
import { useNavigate } from "react-router";
import { PersonField } from "../choices/PersonField.tsx";
import { usePeople } from "../choices/peopleChoices.ts";
import { useCommand } from "../data/command.ts";
import { useDraftOf, useDraftState } from "../data/draft.ts";
import { ReasonField } from "../data/ReasonField.tsx";
import { ConfirmCommand } from "../marks/ConfirmCommand.tsx";
import { dayWords } from "../promises/Due.tsx";
import styles from "./Forum.module.css";
import { describeForum, foundForum } from "./forumDocuments.ts";
import type { ForumLine } from "./forumDocuments.ts";
import { kinds, often } from "./forumWords.ts";

const words = (text: string): string[] => text.split(/[\s,]+/u).filter((name) => name !== "");
const soon = (): string => new Date(Date.now() + 14 * 86_400_000).toISOString().slice(0, 10);

/** Founds a series of reviews, or describes one anew. */
export function ForumDialog({ forum, onClose }: { forum: ForumLine | null; onClose: () => void }) {
  const draft = useDraftOf(forum, "forum.describe", forum?.id);
  const [title, setTitle] = useDraftState(draft, "title", forum?.title ?? "");
  const [kind, setKind] = useDraftState<ForumLine["kind"]>(draft, "kind", forum?.kind ?? "architecture");
  const [vendor, setVendor] = useDraftState(draft, "vendor", forum?.vendor ?? "");
  const [services, setServices] = useDraftState(draft, "services", forum?.services.map(({ slug }) => slug).join(", ") ?? "");
  const [ownerId, setOwner] = useDraftState(draft, "owner", forum?.owner.id ?? "");
  const [participants, setParticipants] = useDraftState<string[]>(draft, "participants", forum?.participants.map(({ id }) => id) ?? []);
  const [every, setEvery] = useDraftState(draft, "every", String(forum?.cadence.every ?? 1));
  const [unit, setUnit] = useDraftState<"week" | "month">(draft, "unit", forum?.cadence.unit ?? "month");
  const [firstOn, setFirst] = useDraftState(draft, "firstOn", forum?.firstOn ?? soon());
  const [ahead, setAhead] = useDraftState(draft, "ahead", String(forum?.tellDaysBefore ?? 7));
  const [reason, setReason] = useDraftState(draft, "reason", "");
  const [found, describe] = [useCommand(foundForum, draft), useCommand(describeForum, draft)];
  const people = usePeople();
  const navigate = useNavigate();
  const cadence = { every: Number(every), unit };
  const whole = (text: string, least: number, most: number): boolean =>
    /^\d+$/u.test(text) && Number(text) >= least && Number(text) <= most;
  const ready = title.trim() !== "" && firstOn !== "" && whole(every, 1, 24) && whole(ahead, 0, 28)
    && (kind !== "vendor" || vendor.trim() !== "");
  const act = async (): Promise<void> => {
    const said = {
      title: title.trim(), kind, services: words(services), participantIds: participants, cadence, firstOn, tellDaysBefore: Number(ahead),
      ...(kind === "vendor" ? { vendor: vendor.trim() } : {}), ...(ownerId === "" ? {} : { ownerId }),
    };
    if (forum !== null) {
      const why = reason.trim() === "" ? {} : { reason: reason.trim() };
      return void (await describe({ forumId: forum.id, ...said, ...why }));
    }
    const { forum: made } = await found(said);
    if (made !== null) void navigate(`/forums/${encodeURIComponent(made.id)}`);
  };
  return (
    <ConfirmCommand
      draft={draft}
      open
      onClose={onClose}
      title={forum === null ? "Found a series of reviews" : `Describe ${forum.title} anew`}
      confirm={forum === null ? "Found the series" : "Describe it so"}
      ready={ready}
      preview={
        <p>
          {ready ? `It comes ${often(cadence)}, first on ${dayWords(firstOn)}. ` : ""}
          Each one is opened {ahead} days ahead, whoever answers for it is told, and its agenda is made from what is due.
        </p>
      }
      act={act}
    >
      <TextField
        label="What it is called" autoFocus required value={title} onChange={(event) => setTitle(event.target.value)}
        placeholder="Architecture review"
      />
      <TextField select label="What it looks at" value={kind} onChange={(event) => setKind(event.target.value as ForumLine["kind"])}>
        {Object.entries(kinds).map(([name, word]) => <MenuItem key={name} value={name}>{word}</MenuItem>)}
      </TextField>
      {kind === "vendor" ? (
        <TextField label="Which vendor" required value={vendor} onChange={(event) => setVendor(event.target.value)} />
      ) : null}
      <TextField
        label="Services" value={services} onChange={(event) => setServices(event.target.value)} placeholder="checkout"
        helperText="With commas between; empty: all of them."
      />
      <div className={styles.cells}>
        <TextField
          label="Every"
          value={every}
          onChange={(event) => setEvery(event.target.value)}
          slotProps={{ htmlInput: { inputMode: "numeric" } }}
        />
        <TextField
          select
          label="Weeks or months"
          value={unit}
          onChange={(event) => setUnit(event.target.value === "week" ? "week" : "month")}
        >
          <MenuItem value="week">weeks</MenuItem>
          <MenuItem value="month">months</MenuItem>
        </TextField>
      </div>
      <TextField
        label="First on" type="date" required value={firstOn} onChange={(event) => setFirst(event.target.value)}
        slotProps={{ inputLabel: { shrink: true } }}
      />
      <TextField
        label="Opened so many days ahead" value={ahead} onChange={(event) => setAhead(event.target.value)}
        slotProps={{ htmlInput: { inputMode: "numeric" } }}
      />
      <PersonField label="Who answers for it" value={ownerId} set={setOwner} empty="Yourself" />
      <TextField
        select label="Who takes part" value={participants.filter((id) => people.some((one) => one.id === id))}
        onChange={(event) => setParticipants([event.target.value].flat())} slotProps={{ select: { multiple: true } }}
      >
        {people.map(({ id, name }) => <MenuItem key={id} value={id}>{name}</MenuItem>)}
      </TextField>
      {forum === null ? null : <ReasonField value={reason} set={setReason} />}
    </ConfirmCommand>
  );
}
