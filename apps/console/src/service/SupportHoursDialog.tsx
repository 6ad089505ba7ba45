import Checkbox from "@mui/material/Checkbox";
import FormControlLabel from "@mui/material/FormControlLabel";
import MenuItem from "@mui/material/MenuItem";
import TextField from "@mui/material/TextField";
import { useState } from "react";
import { HoursFields } from "../choices/HoursFields.tsx";
import { useCommand } from "../data/command.ts";
import { useDraftOf, useDraftState } from "../data/draft.ts";
import { MomentField } from "../data/MomentField.tsx";
import { useRead } from "../data/read.ts";
import { ConfirmCommand } from "../marks/ConfirmCommand.tsx";
import { useNow } from "../marks/now.ts";
import { Facts } from "../marks/Panel.tsx";
import { ProblemLine } from "../marks/States.tsx";
import { useZone, viewerZone } from "../marks/zone.ts";
import { callWords } from "../paging/urgencyWords.ts";
import type { ServiceRecord } from "./serviceDocuments.ts";
import { setSupportHours, supportHoursTrialDocument } from "./supportHours.ts";

interface HoursDraft {
  readonly kept: boolean;
  readonly timeZone: string;
  readonly weekdays: readonly number[];
  readonly from: string;
  readonly to: string;
  readonly alwaysUpTo: number;
}

const minute = 60_000;
const always = ["Severity 1 only", "Severities 1 and 2", "Severities 1 to 3"];

const fresh = (hours: ServiceRecord["supportHours"]): HoursDraft =>
  hours === null
    ? { kept: true, timeZone: viewerZone(), weekdays: [1, 2, 3, 4, 5], from: "09:00", to: "18:00", alwaysUpTo: 2 }
    : { kept: true, timeZone: hours.timeZone, weekdays: hours.weekdays, from: hours.from, to: hours.to, alwaysUpTo: hours.alwaysUpTo };

const inputOf = ({ kept: _, weekdays, ...hours }: HoursDraft) => ({ ...hours, weekdays: [...weekdays] });

/** What would happen to an incident of each severity at a moment, with the hours as they are typed. */
function Trial({ service, draft }: { service: ServiceRecord; draft: HoursDraft }) {
  const now = useNow(minute);
  const zone = useZone();
  const [at, set] = useState<string | null>(null);
  const moment = at ?? new Date(Math.floor(now / minute) * minute).toISOString();
  const read = useRead(supportHoursTrialDocument, { id: service.id, at: moment, supportHours: inputOf(draft) }, { now: true, keep: true });
  const trial = read.data?.service?.supportHoursTrial;
  return (
    <>
      <MomentField label="An incident that begins at" value={at} set={set} help="Left empty, now." />
      {read.isError ? <ProblemLine error={read.error} /> : null}
      {trial === undefined ? null : (
        <>
          <p>{trial.hours?.sentence}.</p>
          <Facts facts={trial.urgencies.map(({ severity, ...said }) => [`Severity ${severity}`, callWords(severity, said, zone)])} />
        </>
      )}
    </>
  );
}

/** Says in which hours what is no emergency calls at once, and what would come of it. */
export function SupportHoursDialog({ service, onClose }: { service: ServiceRecord; onClose: () => void }) {
  const kept = useDraftOf(service, "service.supportHours", service.slug);
  const [draft, setDraft] = useDraftState<HoursDraft>(kept, "draft", () => fresh(service.supportHours));
  const give = useCommand(setSupportHours, kept);
  const put = (part: Partial<HoursDraft>): void => setDraft((before) => ({ ...before, ...part }));
  const ready = !draft.kept || (draft.weekdays.length > 0 && draft.from !== "" && draft.to !== "" && draft.timeZone !== "");
  return (
    <ConfirmCommand
      open
      draft={kept}
      onClose={onClose}
      title={`When ${service.slug} calls for what is no emergency`}
      confirm={draft.kept ? "Set the support hours" : "Go by the severity alone"}
      ready={ready}
      preview={
        !draft.kept ? <p>At any hour: severities 1 and 2 call at once, 3 in everybody&apos;s own way, 4 calls nobody by itself.</p>
          : ready ? <Trial service={service} draft={draft} /> : <p>Choose the days, and from when until when.</p>
      }
      act={async () => void (await give({ service: service.slug, ...(draft.kept ? { supportHours: inputOf(draft) } : {}) }))}
    >
      <FormControlLabel
        control={<Checkbox checked={draft.kept} onChange={(event) => put({ kept: event.target.checked })} />}
        label="It has support hours: outside of them, what is milder waits"
      />
      {draft.kept ? (
        <>
          <HoursFields hours={draft} put={put} />
          <TextField
            label="Time zone"
            value={draft.timeZone}
            onChange={(event) => put({ timeZone: event.target.value })}
            helperText="As Europe/Zurich: the hours follow its clock across daylight saving time."
          />
          <TextField
            select
            label="Call at once at any hour"
            value={draft.alwaysUpTo}
            onChange={(event) => put({ alwaysUpTo: Number(event.target.value) })}
          >
            {always.map((words, place) => <MenuItem key={words} value={place + 1}>{words}</MenuItem>)}
          </TextField>
        </>
      ) : null}
    </ConfirmCommand>
  );
}
