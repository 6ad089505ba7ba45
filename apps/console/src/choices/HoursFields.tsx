import Checkbox from "@mui/material/Checkbox";
import FormControlLabel from "@mui/material/FormControlLabel";
import TextField from "@mui/material/TextField";

/** Hours of some days of the week; 1 is Monday. Until `to` of the next day where it is not after `from`. */
interface WeeklyHours {
  readonly weekdays: readonly number[];
  readonly from: string;
  readonly to: string;
}

/** All days of a week, from Monday on. */
export const everyDay: readonly number[] = [1, 2, 3, 4, 5, 6, 7];
const dayNames = ["Mo", "Tu", "We", "Th", "Fr", "Sa", "Su"];

const toggled = (days: readonly number[], day: number): readonly number[] =>
  days.includes(day) ? days.filter((each) => each !== day) : [...days, day].toSorted();

/** On which days, and from when until when. */
export function HoursFields({ hours, put }: { hours: WeeklyHours; put: (part: Partial<WeeklyHours>) => void }) {
  return (
    <>
      <div role="group" aria-label="On these days">
        {everyDay.map((day) => (
          <FormControlLabel
            key={day}
            label={dayNames[day - 1]}
            control={
              <Checkbox
                size="small"
                checked={hours.weekdays.includes(day)}
                onChange={() => put({ weekdays: toggled(hours.weekdays, day) })}
              />
            }
          />
        ))}
      </div>
      <TextField label="From" type="time" value={hours.from} onChange={(event) => put({ from: event.target.value })} />
      <TextField
        label="To"
        type="time"
        value={hours.to}
        onChange={(event) => put({ to: event.target.value })}
        helperText={hours.to <= hours.from ? "Of the next day." : undefined}
      />
    </>
  );
}
