import MenuItem from "@mui/material/MenuItem";
import TextField from "@mui/material/TextField";
import Button from "@mui/material/Button";
import { useStore } from "ra-core";
import type { SyntheticEvent } from "react";
import { useState } from "react";
import { useSearchParams } from "react-router";
import type { Column } from "../marks/GroupRows.tsx";
import styles from "./Lists.module.css";
import { MenuButton, PopoverButton } from "./MenuButton.tsx";
import { OptionList } from "./OptionList.tsx";

/** Which columns are shown, kept in this browser. */
export function useColumns<Row>(
  resource: string,
  columns: readonly Column<Row>[],
): { shown: readonly Column<Row>[]; hidden: readonly string[]; toggle: (key: string) => void } {
  const [hidden, setHidden] = useStore<readonly string[]>(`${resource}.hidden`, []);
  const toggle = (key: string): void => setHidden(hidden.includes(key) ? hidden.filter((each) => each !== key) : [...hidden, key]);
  return { shown: columns.filter(({ key }) => !hidden.includes(key)), hidden, toggle };
}

/** Chooses the columns; the first one stays, it is what opens. */
export function ColumnsMenu<Row>({
  columns, hidden, toggle,
}: {
  columns: readonly Column<Row>[];
  hidden: readonly string[];
  toggle: (key: string) => void;
}) {
  return (
    <MenuButton words="Columns">
      {() => columns.slice(1).map(({ key, label }) => (
        <MenuItem key={key} role="menuitemcheckbox" aria-checked={!hidden.includes(key)} onClick={() => toggle(key)}>
          <span className={styles.check}>{hidden.includes(key) ? "" : "✓"}</span>
          {label}
        </MenuItem>
      ))}
    </MenuButton>
  );
}

interface Saved {
  name: string;
  search: string;
}

function SaveForm({ save }: { save: (name: string) => void }) {
  const [name, setName] = useState("");
  const submit = (event: SyntheticEvent): void => {
    event.preventDefault();
    save(name.trim());
  };
  return (
      <form className={styles.form} onSubmit={submit}>
        <TextField label="Save these filters as" placeholder="my services" value={name} onChange={(event) => setName(event.target.value)} />
        <Button type="submit" size="small" disabled={name.trim() === ""}>Save</Button>
      </form>
  );
}

/** The filters in the URL without what belongs to one visit. */
function lasting(search: string): string {
  const parameters = new URLSearchParams(search);
  parameters.delete("page");
  parameters.delete("asOf");
  return parameters.toString();
}

/** Filters saved under a name in this browser. */
export function SavedFilters({ resource, search }: { resource: string; search: string }) {
  const [, setParameters] = useSearchParams();
  const [saved, setSaved] = useStore<readonly Saved[]>(`${resource}.saved`, []);
  const current = saved.find((each) => each.search === lasting(search));
  const forget = (name: string): void => setSaved(saved.filter((each) => each.name !== name));
  return (
    <PopoverButton words={current === undefined ? "Saved" : `Saved: ${current.name}`} label="Saved filters">
      {(close) => (
        <>
          {saved.length === 0 ? null : (
            <OptionList
              label="Saved filters"
              options={saved.map(({ name }) => [name, name] as const)}
              chosen={current === undefined ? [] : [current.name]}
              choose={(name) => {
                setParameters(new URLSearchParams(saved.find((each) => each.name === name)?.search ?? ""));
                close();
              }}
            />
          )}
          {current === undefined ? null : (
            <div className={styles.form}>
              <Button
                size="small"
                onClick={() => {
                  forget(current.name);
                  close();
                }}
              >
                Forget “{current.name}”
              </Button>
            </div>
          )}
          <SaveForm
            save={(name) => {
              setSaved([...saved.filter((each) => each.name !== name), { name, search: lasting(search) }]);
              close();
            }}
          />
        </>
      )}
    </PopoverButton>
  );
}
