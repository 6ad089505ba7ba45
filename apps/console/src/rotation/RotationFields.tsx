import IconButton from "@mui/material/IconButton";
import MenuItem from "@mui/material/MenuItem";
import TextField from "@mui/material/TextField";
import type { ReactNode } from "react";
import { usePeople } from "../choices/peopleChoices.ts";
import { PersonField } from "../choices/PersonField.tsx";
import { Icon } from "../marks/icons.tsx";
import { Person } from "../marks/Person.tsx";
import styles from "./OnCall.module.css";
import type { HandOver } from "./rotationDocuments.ts";
import { weekdayOptions } from "./rotationWords.ts";

/** A rotation as its dialogs let it be typed. */
export interface Draft {
  name: string;
  timeZone: string;
  handOver: HandOver;
  people: readonly string[];
}

/** Moves one of a list a place up; the first stays. */
export function movedUp<Item>(items: readonly Item[], index: number): readonly Item[] {
  const item = items[index];
  const before = items[index - 1];
  if (item === undefined || before === undefined) return items;
  return items.with(index - 1, item).with(index, before);
}

function Turns({ people, set }: { people: readonly string[]; set: (people: readonly string[]) => void }) {
  const all = usePeople();
  const nameOf = (id: string): string => all.find((each) => each.id === id)?.name ?? "somebody";
  return (
    <div>
      <ol className={styles.people} aria-label="Who takes turns, in order">
        {people.map((id, index) => (
          <li key={id}>
            <Person name={nameOf(id)} />
            <IconButton
              aria-label={`${nameOf(id)} one turn earlier`}
              disabled={index === 0}
              onClick={() => set(movedUp(people, index))}
              sx={{ transform: "rotate(90deg)" }}
            >
              <Icon name="back" size={13} />
            </IconButton>
            <IconButton aria-label={`Leave ${nameOf(id)} out`} onClick={() => set(people.filter((each) => each !== id))}>
              <Icon name="close" size={12} />
            </IconButton>
          </li>
        ))}
      </ol>
      <PersonField
        label={people.length === 0 ? "Who takes turns" : "And then"}
        value=""
        empty="Add a person"
        set={(id) => {
          if (id !== "" && !people.includes(id)) set([...people, id]);
        }}
      />
    </div>
  );
}

/** The fields of a rotation; `takers` asks, under who takes turns, who takes over from those left out. */
export function Fields({ draft, put, takers }: { draft: Draft; put: (part: Partial<Draft>) => void; takers?: ReactNode }) {
  const { handOver } = draft;
  const zones = Intl.supportedValuesOf("timeZone");
  return (
    <>
      <Turns people={draft.people} set={(people) => put({ people })} />
      {takers}
      <TextField
        select
        label="A turn lasts"
        value={handOver.every}
        onChange={(event) =>
          put({
            handOver: event.target.value === "day" ? { every: "day", at: handOver.at } : { every: "week", weekday: 1, at: handOver.at },
          })
        }
      >
        <MenuItem value="day">a day</MenuItem>
        <MenuItem value="week">a week</MenuItem>
      </TextField>
      {handOver.every === "day" ? null : (
        <TextField
          select
          label="Hands over on"
          value={handOver.weekday ?? 1}
          onChange={(event) => put({ handOver: { ...handOver, weekday: Number(event.target.value) } })}
        >
          {weekdayOptions.map(([value, words]) => (
            <MenuItem key={value} value={value}>
              {words}
            </MenuItem>
          ))}
        </TextField>
      )}
      <TextField
        label="At, on the wall clock there"
        type="time"
        value={handOver.at}
        onChange={(event) => put({ handOver: { ...handOver, at: event.target.value } })}
      />
      <TextField
        label="Time zone"
        value={draft.timeZone}
        onChange={(event) => put({ timeZone: event.target.value })}
        slotProps={{ htmlInput: { list: "time-zones" } }}
        helperText="As Europe/Zurich. Turns follow its clock across daylight saving time."
      />
      <datalist id="time-zones">
        {zones.map((zone) => (
          <option key={zone} value={zone} />
        ))}
      </datalist>
    </>
  );
}
