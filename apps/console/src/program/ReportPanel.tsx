import TextField from "@mui/material/TextField";
import { useState } from "react";
import { PersonField } from "../choices/PersonField.tsx";
import { usePeople } from "../choices/peopleChoices.ts";
import { CommandButton } from "../data/CommandButton.tsx";
import { useCommand } from "../data/command.ts";
import { useDraft, useDraftState } from "../data/draft.ts";
import { useLogRefresh } from "../data/logRefresh.ts";
import { useRead } from "../data/read.ts";
import { SmallButton } from "../data/SmallButton.tsx";
import { ConfirmCommand } from "../marks/ConfirmCommand.tsx";
import { Panel } from "../marks/Panel.tsx";
import { ProblemLine } from "../marks/States.tsx";
import {
  addReportReader, programSettingsDocument, removeReportReader, setProgramZone, settingsEvents, subscribeToReport, unsubscribeFromReport,
} from "./programDocuments.ts";
import type { ProgramSettings } from "./programDocuments.ts";
import styles from "./Program.module.css";
import { reportSentence } from "./programWords.ts";

const nothing = {};

function ZoneDialog({ settings, onClose }: { settings: ProgramSettings; onClose: () => void }) {
  const now = settings?.timeZone ?? "UTC";
  const draft = useDraft("program.zone", "program");
  const [timeZone, setTimeZone] = useDraftState(draft, "timeZone", now);
  const give = useCommand(setProgramZone, draft);
  return (
    <ConfirmCommand
      draft={draft}
      open
      onClose={onClose}
      title="Whose clock does the program go by?"
      confirm="Set the clock"
      ready={timeZone.trim() !== "" && timeZone.trim() !== now}
      preview={
        <p>
          Weeks begin on Monday there, and the days of the report are those there. It goes by {now} until then; reports that were made
          keep the days they were made with.
        </p>
      }
      act={async () => void (await give({ timeZone: timeZone.trim() }))}
    >
      <TextField
        label="Time zone"
        required
        value={timeZone}
        onChange={(event) => setTimeZone(event.target.value)}
        helperText="As Europe/Zurich."
        slotProps={{ htmlInput: { maxLength: 100 } }}
      />
    </ConfirmCommand>
  );
}

function ReaderDialog({ settings, onClose }: { settings: ProgramSettings; onClose: () => void }) {
  const people = usePeople();
  const draft = useDraft("program.reader", "program");
  const [personId, setPersonId] = useDraftState(draft, "personId", "");
  const give = useCommand(addReportReader, draft);
  const name = people.find(({ id }) => id === personId)?.name;
  const has = settings?.readers.some(({ id }) => id === personId) ?? false;
  return (
    <ConfirmCommand
      draft={draft}
      open
      onClose={onClose}
      title="Who gets the report of each week?"
      confirm="Send it to them"
      ready={name !== undefined && !has}
      preview={
        <p>
          {name === undefined
            ? "They get it by mail, as text, as a page and, where Ballast prints, as PDF; by chat they hear that it is there."
            : has ? `${name} gets it already.` : `${name} gets it from the next Monday on, by the ways in which they are reached.`}
        </p>
      }
      act={async () => void (await give({ personId }))}
    >
      <PersonField label="Who" value={personId} set={setPersonId} />
    </ConfirmCommand>
  );
}

function Readers({ settings }: { settings: ProgramSettings }) {
  const [error, setError] = useState<unknown>(null);
  const remove = useCommand(removeReportReader);
  if (settings === null || settings.readers.length === 0) return null;
  return (
    <>
      <ProblemLine error={error} />
      <ul className={styles.readers} aria-label="Who gets it">
        {settings.readers.map(({ id, name }) => (
          <li key={id}>
            {name}
            <SmallButton
              needs="objective.write"
              label={`No longer send it to ${name}`}
              onClick={() => void remove({ personId: id }).catch(setError)}
            >
              No longer
            </SmallButton>
          </li>
        ))}
      </ul>
    </>
  );
}

/** Who gets the report of each week, and whose clock says when that is. */
export function ReportPanel() {
  const read = useRead(programSettingsDocument, nothing, { keep: true });
  useLogRefresh(settingsEvents, ["read", programSettingsDocument.name]);
  const [open, setOpen] = useState<"zone" | "reader" | null>(null);
  const [error, setError] = useState<unknown>(null);
  const subscribe = useCommand(subscribeToReport);
  const unsubscribe = useCommand(unsubscribeFromReport);
  if (read.data === undefined) return null;
  const { programSettings: settings, weeklyReports: [last] } = read.data;
  const mine = settings?.subscribed ?? false;
  const turn = (): void => {
    setError(null);
    (mine ? unsubscribe({}) : subscribe({})).catch(setError);
  };
  return (
    <Panel title="The week's report" meta={last === undefined ? "none was made yet" : `the last one is of ${last.monday}`}>
      <div className={styles.weekly}>
        <p>{reportSentence(settings)}</p>
        <ProblemLine error={error} />
        <div className={styles.reportActions}>
          <CommandButton needs="person.self" size="small" onClick={turn}>
            {mine ? "No longer send it to me" : "Send it to me"}
          </CommandButton>
          <CommandButton needs="objective.write" size="small" onClick={() => setOpen("reader")}>Send it to somebody…</CommandButton>
          <CommandButton needs="objective.write" size="small" onClick={() => setOpen("zone")}>Whose clock…</CommandButton>
        </div>
        <Readers settings={settings} />
      </div>
      {open === "zone" ? <ZoneDialog settings={settings} onClose={() => setOpen(null)} /> : null}
      {open === "reader" ? <ReaderDialog settings={settings} onClose={() => setOpen(null)} /> : null}
    </Panel>
  );
}
