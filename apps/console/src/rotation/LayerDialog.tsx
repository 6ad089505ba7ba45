import Checkbox from "@mui/material/Checkbox";
import FormControlLabel from "@mui/material/FormControlLabel";
import MenuItem from "@mui/material/MenuItem";
import TextField from "@mui/material/TextField";
import { everyDay, HoursFields } from "../choices/HoursFields.tsx";
import { useCommand } from "../data/command.ts";
import { unrevised, useDraftOf, useDraftState } from "../data/draft.ts";
import { useRead } from "../data/read.ts";
import { ConfirmCommand } from "../marks/ConfirmCommand.tsx";
import { ProblemLine } from "../marks/States.tsx";
import { viewerZone } from "../marks/zone.ts";
import type { Stretch } from "./rotationDocuments.ts";
import { Fields } from "./RotationFields.tsx";
import type { Draft } from "./RotationFields.tsx";
import { afterLayerDocument, endLayer, setLayer } from "./scheduleDocuments.ts";
import type { LayerInput, ScheduleLayer } from "./scheduleDocuments.ts";

interface LayerDraft extends Draft {
  turnLength: number;
  limited: boolean;
  weekdays: readonly number[];
  from: string;
  to: string;
  level: number;
}

const fresh = (layer: ScheduleLayer | null): LayerDraft => {
  const [hours] = layer?.hours ?? [];
  return {
    name: layer?.name ?? "", timeZone: layer?.timeZone ?? viewerZone(), handOver: layer?.handOver ?? {
      every: "week", weekday: 1, at: "09:00",
    },
    people: layer?.people.map(({ id }) => id) ?? [], turnLength: layer?.turnLength ?? 1, level: layer?.level ?? 0,
    limited: hours !== undefined,
    weekdays: hours?.weekdays ?? everyDay, from: hours?.from ?? "08:00", to: hours?.to ?? "20:00",
  };
};

/** The layer as it would be given; what is left of several hours is more than this form shows, so it stays. */
function inputOf({ limited, weekdays, from, to, name, ...draft }: LayerDraft, layer: ScheduleLayer | null): LayerInput {
  const shown = limited ? [{ weekdays: [...weekdays], from, to, daysLater: to <= from ? 1 : 0 }] : [];
  return {
    ...draft, people: [...draft.people], name: name.trim(), hours: [...shown, ...(limited ? (layer?.hours.slice(1) ?? []) : [])],
    ...(layer === null ? {} : { endsAt: layer.endsAt }),
  };
}

function Hours({ draft, put }: { draft: LayerDraft; put: (part: Partial<LayerDraft>) => void }) {
  return (
    <>
      <FormControlLabel
        control={<Checkbox checked={draft.limited} onChange={(event) => put({ limited: event.target.checked })} />}
        label="Only at some hours, on the wall there"
      />
      {draft.limited ? <HoursFields hours={draft} put={put} /> : null}
    </>
  );
}

/** What would be wrong with the schedule then, against what is wrong now. */
function After({ id, layer, layerId, window, now }: {
  id: string; layer: LayerInput; layerId: string | null; window: Stretch; now: { gaps: number; overlaps: number };
}) {
  const read = useRead(afterLayerDocument, { id, layer, layerId, ...window }, { now: true });
  const findings = read.data?.rotation?.afterLayer.findings;
  if (read.isError) return <ProblemLine error={read.error} />;
  if (findings === undefined) return <p>Working out what it changes …</p>;
  const count = (kind: string): number => findings.filter((each) => each.kind === kind).reduce((sum, { times }) => sum + times.length, 0);
  return (
    <p>
      In the coming 90 days: {now.gaps} gaps become {count("gap")}, {now.overlaps} overlaps become {count("overlap")}. Shifts before stay
      what they were.
    </p>
  );
}

/** Adds a layer to a schedule, or says what one is from now on; what it changes is worked out before. */
export function LayerDialog({ rotation, layer, window, now, onClose }: {
  rotation: { id: string; name: string };
  layer: ScheduleLayer | null;
  window: Stretch;
  now: { gaps: number; overlaps: number };
  onClose: () => void;
}) {
  const kept = useDraftOf(unrevised, "rotation.layer", rotation.id, layer?.id ?? "new");
  const [draft, setDraft] = useDraftState<LayerDraft>(kept, "draft", fresh(layer));
  const give = useCommand(setLayer, kept);
  const put = (part: Partial<LayerDraft>): void => setDraft((before) => ({ ...before, ...part }));
  const input = inputOf(draft, layer);
  const ready = draft.people.length > 0 && draft.weekdays.length > 0 && (layer !== null || draft.name.trim() !== "");
  const name = draft.name.trim() === "" ? "the layer" : draft.name.trim();
  return (
    <ConfirmCommand
      open
      draft={kept}
      onClose={onClose}
      title={layer === null ? `Add a layer to ${rotation.name}?` : `Change ${name} from now on?`}
      confirm={layer === null ? `Add ${name}` : `Change ${name}`}
      ready={ready}
      preview={
        ready ? (
          <After id={rotation.id} layer={input} layerId={layer?.id ?? null} window={window} now={now} />
        ) : (
          <p>Choose a name and who takes turns.</p>
        )
      }
      act={async () => void (await give({ rotationId: rotation.id, layer: input, ...(layer === null ? {} : { layerId: layer.id }) }))}
    >
      <TextField label="Name" placeholder="Americas" value={draft.name} onChange={(event) => put({ name: event.target.value })} />
      <Fields draft={draft} put={put} />
      <TextField
        label="So many of these one turn lasts"
        type="number"
        value={draft.turnLength}
        onChange={(event) => put({ turnLength: Math.max(1, Number(event.target.value) || 1) })}
      />
      <Hours draft={draft} put={put} />
      <TextField select label="Where others are on call too" value={draft.level} onChange={
        (event) => put({ level: Number(event.target.value) })
      }>
        <MenuItem value={0}>all of them are paged</MenuItem>
        {[1, 2, 3].map((level) => <MenuItem key={level} value={level}>it lies over those below level {level}</MenuItem>)}
      </TextField>
    </ConfirmCommand>
  );
}

/** Ends a layer now. */
export function EndLayerDialog({ rotation, layer, onClose }: {
  rotation: { id: string; name: string }; layer: ScheduleLayer; onClose: () => void;
}) {
  const give = useCommand(endLayer);
  const name = layer.name === "" ? "The first layer" : layer.name;
  return (
    <ConfirmCommand
      open
      danger
      focused
      draft={null}
      onClose={onClose}
      title={`End ${name} of ${rotation.name}?`}
      confirm={`End ${name}`}
      preview={<p>From now on nobody is on call by it. Who was on call until now stays.</p>}
      act={async () => void (await give({ rotationId: rotation.id, layerId: layer.id }))}
    />
  );
}
