import Button from "@mui/material/Button";
import { CommandButton } from "../data/CommandButton.tsx";
import { Quiet } from "../marks/Text.tsx";
import { useShortcut } from "../shell/shortcuts.ts";
import styles from "./Schedule.module.css";
import type { Duty } from "./scheduleDocuments.ts";
import { shiftBeside, type Span } from "./walking.ts";
import { clockIn, dayIn } from "./zoneDays.ts";

interface WalkShiftsProps {
  duties: readonly Duty[];
  zone: string;
  now: number;
  chosen: string | null;
  choose: (from: string) => void;
  /** Somebody is to stand in for a shift. */
  override: (span: Span) => void;
}

/** Shifts one by one, by keys or presses: who has one, from when until when, and who is to stand in. */
export function WalkShifts({ duties, zone, now, chosen, choose, override }: WalkShiftsProps) {
  const duty = duties.find(({ from }) => from === chosen);
  const walk = (by: -1 | 1): void => {
    const next = shiftBeside(duties, chosen, { by, now });
    if (next !== null) choose(next.from);
  };
  useShortcut("ArrowLeft", "The shift before", () => walk(-1));
  useShortcut("ArrowRight", "The next shift", () => walk(1));
  const say = (iso: string): string => `${dayIn(Date.parse(iso), zone)} ${clockIn(Date.parse(iso), zone)}`;
  const isAhead = duty !== undefined && Date.parse(duty.to) > now;
  return (
    <div className={styles.walk} role="toolbar" aria-label="Walk the shifts">
      <Button size="small" aria-label="The shift before" onClick={() => walk(-1)}>←</Button>
      <Button size="small" aria-label="The next shift" onClick={() => walk(1)}>→</Button>
      <p role="status">
        {duty === undefined ? (
          <Quiet>Arrow keys walk the shifts; draw over who is paged, and somebody stands in then.</Quiet>
        ) : (
          <>
            <b>{duty.gap ? "Nobody" : duty.people.map(({ person }) => person.name).join(" and ")}</b>, {say(duty.from)} to {say(duty.to)}
          </>
        )}
      </p>
      {isAhead ? (
        <CommandButton needs="rotation.write" size="small" onClick={() => override(duty)}>Somebody stands in for it…</CommandButton>
      ) : null}
    </div>
  );
}
