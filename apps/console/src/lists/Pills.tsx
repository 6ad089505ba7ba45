import { own } from "@ballast/schema/own";
import Button from "@mui/material/Button";
import TextField from "@mui/material/TextField";
import type { SyntheticEvent } from "react";
import { useState } from "react";
import { FilterPill } from "../marks/FilterPill.tsx";
import { Icon } from "../marks/icons.tsx";
import { manyOf, valueWords } from "./filters.ts";
import type { FilterSpec } from "./filters.ts";
import styles from "./Lists.module.css";
import { OptionList } from "./OptionList.tsx";
import { periods, periodWords } from "./period.ts";

interface PillProps<Spec> {
  spec: Spec;
  value: string | undefined;
  set: (value: string | null) => void;
  /** Something is always chosen: there is nothing to clear. */
  fixed?: boolean;
}

function TextForm({
  label, hint, value, set,
}: {
  label: string;
  hint: string;
  value: string | undefined;
  set: (value: string | null) => void;
}) {
  const [text, setText] = useState(value ?? "");
  const submit = (event: SyntheticEvent): void => {
    event.preventDefault();
    set(text.trim() === "" ? null : text.trim());
  };
  return (
      <form className={styles.form} onSubmit={submit}>
        <TextField autoFocus label={label} placeholder={hint} value={text} onChange={(event) => setText(event.target.value)} />
        <Button type="submit" size="small" variant="contained" color="primary">Show</Button>
      </form>
  );
}

function DatesForm({ value, set }: { value: string | undefined; set: (value: string | null) => void }) {
  const [from = "", to = ""] = value?.includes("..") === true ? value.split("..") : [];
  const [start, setStart] = useState(from);
  const [end, setEnd] = useState(to);
  const submit = (event: SyntheticEvent): void => {
    event.preventDefault();
    set(`${start}..${end}`);
  };
  return (
      <form className={styles.form} onSubmit={submit}>
        <TextField label="From (UTC)" type="date" value={start} onChange={(event) => setStart(event.target.value)} />
        <TextField label="To, included" type="date" value={end} onChange={(event) => setEnd(event.target.value)} />
        <Button type="submit" size="small" variant="contained" color="primary" disabled={start === "" && end === ""}>Show</Button>
      </form>
  );
}

function wordsOf(spec: FilterSpec, value: string): string {
  if (spec.kind === "period") return periodWords(value);
  return spec.kind === "text" ? value : valueWords(spec.options, value);
}

/** A pill that a key opens. */
interface Opened {
  open?: boolean;
  onOpen?: (open: boolean) => void;
}

/** One filter as a pill, of whatever kind it is. */
export function Pill({ spec, value, set, fixed = false, ...opened }: PillProps<FilterSpec> & Opened) {
  return (
    <FilterPill
      name={spec.words}
      {...opened}
      {...(value === undefined ? {} : { value: wordsOf(spec, value) })}
      {...(fixed ? {} : { onClear: () => set(null) })}
    >
      {(close) => {
        const choose = (next: string | null): void => {
          set(next);
          close();
        };
        if (spec.kind === "text") return <TextForm label={spec.words} hint={spec.hint} value={value} set={choose} />;
        if (spec.kind === "many")
          return (
            <OptionList
              label={spec.words}
              options={spec.options}
              chosen={manyOf(value)}
              several
              choose={(option) => set(toggled(value, option))}
            />
          );
        if (spec.kind === "choice")
          return <OptionList label={spec.words} options={spec.options} chosen={value === undefined ? [] : [value]} choose={choose} />;
        return (
          <>
            <OptionList
              label={spec.words}
              options={[
                ...periods.map(([key, words]) => [key, words] as const),
                ...(spec.kind === "period" && spec.everything === true ? [["all", periodWords("all")] as const] : []),
              ]}
              chosen={value === undefined ? [] : [value]}
              choose={choose}
            />
            <DatesForm value={value} set={choose} />
          </>
        );
      }}
    </FilterPill>
  );
}

/** Many values with one more or one less; null for none. */
function toggled(value: string | undefined, option: string): string | null {
  const chosen = manyOf(value);
  return (chosen.includes(option) ? chosen.filter((each) => each !== option) : [...chosen, option]).join(",") || null;
}

/** Offers the filters that are not set. */
export function AddFilter({
  specs, values, set, opened,
}: {
  specs: readonly FilterSpec[];
  values: Readonly<Record<string, string | undefined>>;
  set: (name: string, value: string | null) => void;
  opened: (name: string) => Opened;
}) {
  const missing = specs.filter(({ name, byLink }) => own(values, name) === undefined && byLink !== true);
  return missing.map((spec) => (
    <Pill key={spec.name} spec={spec} value={undefined} set={(value) => set(spec.name, value)} {...opened(spec.name)} />
  ));
}

/** Previous and next page, with what is shown between them. */
export function Pager({
  page, perPage, total, shown, go,
}: {
  page: number;
  perPage: number;
  total: number | undefined;
  shown: number;
  go: (page: number) => void;
}) {
  const first = (page - 1) * perPage + 1;
  const last = first + shown - 1;
  const more = total === undefined ? shown === perPage : last < total;
  return (
    <span className={styles.pager}>
      <span>
        {shown === 0 ? "None" : `${first.toLocaleString("en")}–${last.toLocaleString("en")}`}
        {total === undefined ? "" : ` of ${total.toLocaleString("en")}`}
      </span>
      {page > 1 || more ? (
        <>
          <button type="button" aria-label="Page before" disabled={page === 1} onClick={() => go(page - 1)}>
            <Icon name="back" size={14} />
          </button>
          <button type="button" aria-label="Next page" disabled={!more} onClick={() => go(page + 1)}>
            <Icon name="forward" size={14} />
          </button>
        </>
      ) : null}
    </span>
  );
}
