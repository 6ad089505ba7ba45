import MenuItem from "@mui/material/MenuItem";
import TextField from "@mui/material/TextField";
import { useState } from "react";
import { Link } from "react-router";
import { PersonField } from "../choices/PersonField.tsx";
import { useCommand } from "../data/command.ts";
import { unrevised, useDraftOf, useDraftState } from "../data/draft.ts";
import { SmallButton } from "../data/SmallButton.tsx";
import { useMine } from "../data/mine.ts";
import { ConfirmCommand } from "../marks/ConfirmCommand.tsx";
import { Panel } from "../marks/Panel.tsx";
import { Shape } from "../marks/State.tsx";
import { CarriedPanel } from "./CarriedPanel.tsx";
import { FindingsPanel } from "./FindingsPanel.tsx";
import { EmptyShiftDialog } from "./EmptyShiftDialog.tsx";
import { EndLayerDialog, LayerDialog } from "./LayerDialog.tsx";
import { PagingPanel } from "./PagingPanel.tsx";
import type { Rotation } from "./rotationDocuments.ts";
import styles from "./Schedule.module.css";
import { setFallback, setScheduleOwner } from "./scheduleDocuments.ts";
import type { Schedule, ScheduleLayer, Swap } from "./scheduleDocuments.ts";
import { ReachPanel } from "./ReachPanel.tsx";
import { ScheduleLanes } from "./ScheduleLanes.tsx";
import type { Drawn } from "./ScheduleLanes.tsx";
import { dutiesOn, stillAhead } from "./scheduleWords.ts";
import { TakeSwapDialog } from "./SwapDialogs.tsx";
import { WalkShifts } from "./WalkShifts.tsx";
import type { Span } from "./walking.ts";
import { cityOf, clockIn, dayIn, daysFrom } from "./zoneDays.ts";

type Asked =
  | {
    kind: "layer"; layer: ScheduleLayer | null;
  } | { kind: "end"; layer: ScheduleLayer } | { kind: "swap"; swap: Swap } | { kind: "fallback" } | { kind: "owner" }
  | { kind: "emptyShift" };

/** Today and tomorrow as rows, for who has only one hand free: one's own being on call stands first. */
function PhoneRows({ schedule, zone, now }: { schedule: Schedule; zone: string; now: number }) {
  const mine = useMine();
  const [today = now, tomorrow = now, after = now] = daysFrom(now, 2, zone);
  const on = schedule.duties.find(({ from, to }) => Date.parse(from) <= now && now < Date.parse(to));
  const you = on?.people.some(({ person }) => mine(person.id)) === true;
  const rows = [["Today", today, tomorrow], ["Tomorrow", tomorrow, after]] as const;
  return (
    <div className={styles.phone}>
      {you ? <p className={styles.yours}>You are on call until {clockIn(Date.parse(on?.to ?? ""), zone)}.</p> : null}
      {rows.map(([name, from, to]) => (
        <section key={name} aria-label={name}>
          {dutiesOn(schedule.duties, { from, to, now }).map((duty) => (
            <div key={duty.from} className={styles.found}>
              <Shape tone={duty.gap ? "bad" : duty.people.length > 1 ? "attention" : "idle"} />
              <p>
                <b>{
                  duty.gap ? "Nobody" : duty.people.map(({ person }) => (mine(person.id) ? "You" : person.name)).join(" and ")
                }</b>, {name.toLowerCase()}{" "}
                {clockIn(Math.max(from, Date.parse(duty.from)), zone)}–{clockIn(Math.min(to, Date.parse(duty.to)), zone)}
              </p>
            </div>
          ))}
        </section>
      ))}
    </div>
  );
}

/** Who answers where nobody is on call. */
function FallbackDialog({ rotation, fallback, onClose }: { rotation: Rotation; fallback: Schedule["fallback"]; onClose: () => void }) {
  const draft = useDraftOf(unrevised, "rotation.fallback", rotation.id);
  const give = useCommand(setFallback, draft);
  const [personId, setPersonId] = useDraftState(draft, "personId", fallback?.id ?? "");
  return (
    <ConfirmCommand
      open
      draft={draft}
      onClose={onClose}
      title={`Who answers for ${rotation.name} where nobody is on call?`}
      confirm={personId === "" ? "Let nobody answer in gaps" : "Let them answer in gaps"}
      preview={<p>From now on. What has nobody is shown as a gap all the same.</p>}
      act={async () => void (await give({ rotationId: rotation.id, personId: personId === "" ? null : personId }))}
    >
      <PersonField label="Who answers in gaps" value={personId} set={setPersonId} empty="Nobody" />
    </ConfirmCommand>
  );
}

/** Who is told of gaps before they happen. */
function OwnerDialog({ rotation, owner, onClose }: { rotation: Rotation; owner: Schedule["owner"]; onClose: () => void }) {
  const draft = useDraftOf(unrevised, "rotation.owner", rotation.id);
  const give = useCommand(setScheduleOwner, draft);
  const [personId, setPersonId] = useDraftState(draft, "personId", owner?.id ?? "");
  return (
    <ConfirmCommand
      open
      draft={draft}
      onClose={onClose}
      title={`Who is told of gaps in ${rotation.name}?`}
      confirm={personId === "" ? "Tell whoever takes turns" : "Tell them"}
      preview={<p>Two weeks ahead, within a day, and when somebody is on call there after all. Each gap once.</p>}
      act={async () => void (await give({ rotationId: rotation.id, personId: personId === "" ? null : personId }))}
    >
      <PersonField label="Who is told of gaps" value={personId} set={setPersonId} empty="Whoever takes turns" />
    </ConfirmCommand>
  );
}

/** Which shift keys have walked to, and who is to stand in for a time that was chosen on the drawing. */
export interface Walking {
  chosen: string | null;
  choose: (from: string) => void;
  override: (span: Span) => void;
}

/** The bar over the lanes: from when, how long, and in which zone it is seen. */
export interface Looking {
  zone: string;
  weeks: number;
}

function Bar({ looking, set, zones, schedule, ask }: {
  looking: Looking; set: (looking: Looking) => void; zones: readonly string[]; schedule: Schedule; ask: (asked: Asked) => void;
}) {
  const { emptyShiftAlert: alertOf } = schedule;
  return (
    <div className={styles.bar}>
      <TextField select fullWidth={false} sx={{ width: 130 }} size="small" label="For" value={looking.weeks} onChange={
        (event) => set({ ...looking, weeks: Number(event.target.value) })
      }>
        {[1, 2, 4, 8].map((weeks) => <MenuItem key={weeks} value={weeks}>{weeks === 1 ? "a week" : `${weeks} weeks`}</MenuItem>)}
      </TextField>
      <TextField select fullWidth={false} sx={{ width: 150 }} size="small" label="As seen in" value={looking.zone} onChange={
        (event) => set({ ...looking, zone: event.target.value })
      }>
        {zones.map((zone) => <MenuItem key={zone} value={zone}>{cityOf(zone)}</MenuItem>)}
      </TextField>
      <SmallButton needs="rotation.write" label="Add a layer, preview first" onClick={
        () => ask({ kind: "layer", layer: null })
      }>Add a layer, preview first</SmallButton>
      <SmallButton needs="rotation.write" label="Who answers in gaps" onClick={() => ask({ kind: "fallback" })}>
        {`In gaps: ${schedule.fallback?.name ?? "nobody"}`}
      </SmallButton>
      <SmallButton needs="rotation.write" label="Who is told of gaps" onClick={() => ask({ kind: "owner" })}>
        {`Told of gaps: ${schedule.owner?.name ?? "whoever takes turns"}`}
      </SmallButton>
      <SmallButton needs="integration.write" label="Whether an empty shift is an alert" onClick={() => ask({ kind: "emptyShift" })}>
        {alertOf === null ? "Empty shifts: no alert" : `Empty shifts: alert of ${alertOf.integration?.name ?? "nobody"}`}
      </SmallButton>
      {alertOf?.firing ? (
        <Link to={`/alerts/${encodeURIComponent(alertOf.firing.id)}`}>The alert that fires</Link>
      ) : null}
      <span className={styles.legend}>
        <span><i className={styles.you} aria-hidden /> you</span>
        <span><Shape tone="planned" size={9} /> override</span>
        <span><Shape tone="attention" size={9} /> two at once</span>
        <span><Shape tone="bad" size={9} /> nobody</span>
      </span>
    </div>
  );
}

function Layers({ layers, ask }: { layers: readonly ScheduleLayer[]; ask: (asked: Asked) => void }) {
  return (
    <div className={styles.bar}>
      {layers.map((layer) => (
        <span key={layer.id} className={styles.acts}>
          <SmallButton needs="rotation.write" label={
            `Change ${layer.name || "the first layer"}`
          } onClick={() => ask({ kind: "layer", layer })}>
            {`Change ${layer.name || "turns"}`}
          </SmallButton>
          {layers.length > 1 ? (
            <SmallButton needs="rotation.write" label={
              `End ${layer.name || "the first layer"}`
            } onClick={() => ask({ kind: "end", layer })}>End it</SmallButton>
          ) : null}
        </span>
      ))}
    </div>
  );
}

/** A schedule as it is drawn: lanes, what is wrong ahead, who is paged, who carries it. */
export function SchedulePanels({ rotation, schedule, drawn, looking, set, zones, now, ahead, walked }: {
  rotation: Rotation; schedule: Schedule; drawn: Drawn; looking: Looking; set: (looking: Looking) => void;
  zones: readonly string[]; now: number;
  ahead: { from: string; to: string };
  walked: Walking;
}) {
  const [asked, setAsked] = useState<Asked | null>(null);
  const close = (): void => setAsked(null);
  const count = (kind: string): number => schedule.findings.filter((each) => each.kind === kind).reduce(
    (sum, { times }) => sum + times.length, 0,
  );
  return (
    <>
      <Panel meta={`from ${dayIn(drawn.days[0] ?? now, drawn.zone)}`} title="Shifts">
        <PhoneRows schedule={schedule} zone={drawn.zone} now={now} />
        <div className={styles.wide}>
          <Bar looking={looking} set={set} zones={zones} schedule={schedule} ask={setAsked} />
          <ScheduleLanes schedule={schedule} overrides={rotation.overrides} drawn={drawn} chosen={walked.chosen} draw={walked.override} />
          <WalkShifts duties={schedule.duties} zone={drawn.zone} now={now} {...walked} />
          <Layers layers={schedule.scheduleLayers} ask={setAsked} />
        </div>
      </Panel>
      <ReachPanel id={rotation.id} zone={drawn.zone} />
      <div className={styles.cards}>
        <FindingsPanel
          id={rotation.id}
          findings={stillAhead(schedule.findings, now)}
          swaps={schedule.swaps}
          zone={drawn.zone}
          take={(swap) => setAsked({ kind: "swap", swap })}
        />
        <PagingPanel id={rotation.id} now={new Date(Math.floor(now / 60_000) * 60_000).toISOString()} />
        <CarriedPanel carried={schedule.carried} />
      </div>
      {asked?.kind === "layer" ? (
        <LayerDialog rotation={rotation} layer={asked.layer} window={ahead} now={{
          gaps: count("gap"), overlaps: count("overlap"),
        }} onClose={close} />
      ) : null}
      {asked?.kind === "end" ? <EndLayerDialog rotation={rotation} layer={asked.layer} onClose={close} /> : null}
      {asked?.kind === "swap" ? <TakeSwapDialog rotation={rotation} swap={asked.swap} zone={drawn.zone} onClose={close} /> : null}
      {asked?.kind === "owner" ? <OwnerDialog rotation={rotation} owner={schedule.owner} onClose={close} /> : null}
      {asked?.kind === "emptyShift" ? (
        <EmptyShiftDialog rotation={rotation} chosen={schedule.emptyShiftAlert} onClose={close} />
      ) : null}
      {asked?.kind === "fallback" ? <FallbackDialog rotation={rotation} fallback={schedule.fallback} onClose={close} /> : null}
    </>
  );
}
