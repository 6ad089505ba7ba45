import Button from "@mui/material/Button";
import MenuItem from "@mui/material/MenuItem";
import TextField from "@mui/material/TextField";
import type { SyntheticEvent } from "react";
import { useState } from "react";
import { FilterPill } from "../marks/FilterPill.tsx";
import { Icon } from "../marks/icons.tsx";
import { manyOf, valueWords } from "./filters.ts";
import type { FilterSpec, Option } from "./filters.ts";
import styles from "./Lists.module.css";
import { periods, periodWords } from "./period.ts";

interface PillProps<Spec> {
  spec: Spec;
  value: string | undefined;
  set: (value: string | null) => void;
  /** Something is always chosen: there is nothing to clear. */
  fixed?: boolean;
}

function ManyItems({ options, value, set }: { options: readonly Option[]; value: string | undefined; set: (value: string | null) => void }) {
  const chosen = manyOf(value);
  const toggle = (option: string): void => set((chosen.includes(option) ? chosen.filter((each) => each !== option) : [...chosen, option]).join(",") || null);
  return options.map(([option, words]) => (
    <MenuItem key={option} role="menuitemcheckbox" aria-checked={chosen.includes(option)} selected={chosen.includes(option)} onClick={() => toggle(option)}>
      <span className={styles.check}>{chosen.includes(option) ? "✓" : ""}</span>
      {words}
    </MenuItem>
  ));
}

function TextForm({ label, hint, value, set }: { label: string; hint: string; value: string | undefined; set: (value: string | null) => void }) {
  const [text, setText] = useState(value ?? "");
  const submit = (event: SyntheticEvent): void => {
    event.preventDefault();
    set(text.trim() === "" ? null : text.trim());
  };
  return (
    <li role="none" className={styles.form}>
      <form onSubmit={submit} onKeyDown={(event) => { if (event.key !== "Escape") event.stopPropagation(); }}>
        <TextField autoFocus label={label} placeholder={hint} value={text} onChange={(event) => setText(event.target.value)} />
        <Button type="submit" size="small" variant="contained" color="primary">Show</Button>
      </form>
    </li>
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
    <li role="none" className={styles.form}>
      <form onSubmit={submit} onKeyDown={(event) => { if (event.key !== "Escape") event.stopPropagation(); }}>
        <TextField label="From (UTC)" type="date" value={start} onChange={(event) => setStart(event.target.value)} />
        <TextField label="To, included" type="date" value={end} onChange={(event) => setEnd(event.target.value)} />
        <Button type="submit" size="small" variant="contained" color="primary" disabled={start === "" && end === ""}>Show</Button>
      </form>
    </li>
  );
}

function wordsOf(spec: FilterSpec, value: string): string {
  if (spec.kind === "period") return periodWords(value);
  return spec.kind === "text" ? value : valueWords(spec.options, value);
}

/** One filter as a pill, of whatever kind it is. */
export function Pill({ spec, value, set, fixed = false }: PillProps<FilterSpec>) {
  return (
    <FilterPill name={spec.words} {...(value === undefined ? {} : { value: wordsOf(spec, value) })} {...(fixed ? {} : { onClear: () => set(null) })}>
      {(close) => {
        const choose = (next: string | null): void => {
          set(next);
          close();
        };
        if (spec.kind === "text") return <TextForm label={spec.words} hint={spec.hint} value={value} set={choose} />;
        if (spec.kind === "many") return <ManyItems options={spec.options} value={value} set={set} />;
        if (spec.kind === "choice") return spec.options.map(([option, words]) => <MenuItem key={option} selected={option === value} onClick={() => choose(option)}>{words}</MenuItem>);
        return [
          ...periods.map(([key, words]) => <MenuItem key={key} selected={key === value} onClick={() => choose(key)}>{words}</MenuItem>),
          <DatesForm key="dates" value={value} set={choose} />,
        ];
      }}
    </FilterPill>
  );
}

/** Offers the filters that are not set. */
export function AddFilter({ specs, values, set }: { specs: readonly FilterSpec[]; values: Readonly<Record<string, string | undefined>>; set: (name: string, value: string | null) => void }) {
  const missing = specs.filter(({ name, byLink }) => values[name] === undefined && byLink !== true);
  return missing.map((spec) => <Pill key={spec.name} spec={spec} value={undefined} set={(value) => set(spec.name, value)} />);
}

/** Previous and next page, with what is shown between them. */
export function Pager({ page, perPage, total, shown, go }: { page: number; perPage: number; total: number | undefined; shown: number; go: (page: number) => void }) {
  const first = (page - 1) * perPage + 1;
  const last = first + shown - 1;
  const more = total === undefined ? shown === perPage : last < total;
  return (
    <span className={styles.pager}>
      <span>{shown === 0 ? "None" : `${first.toLocaleString("en")}–${last.toLocaleString("en")}`}{total === undefined ? "" : ` of ${total.toLocaleString("en")}`}</span>
      {page > 1 || more ? (
        <>
          <button type="button" aria-label="Page before" disabled={page === 1} onClick={() => go(page - 1)}><Icon name="back" size={14} /></button>
          <button type="button" aria-label="Next page" disabled={!more} onClick={() => go(page + 1)}><Icon name="forward" size={14} /></button>
        </>
      ) : null}
    </span>
  );
}
