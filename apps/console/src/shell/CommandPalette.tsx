import Dialog from "@mui/material/Dialog";
import type { KeyboardEvent } from "react";
import { useDeferredValue, useEffect, useId, useMemo, useRef, useState } from "react";
import { Icon } from "../marks/icons.tsx";
import { Key } from "../marks/Text.tsx";
import { useOnceOpen } from "../marks/useOnceOpen.ts";
import { useActOnNow } from "./actOnNow.tsx";
import styles from "./CommandPalette.module.css";
import type { Command } from "./commands.ts";
import { doing, useOfferedCommands, useOfferedSources } from "./commands.ts";
import { grouped, rank } from "./rank.ts";

const pauseMs = 150;

/** What the sources find for a query; empty while it is short. */
function useFound(query: string): readonly Command[] {
  const sources = useOfferedSources();
  const [found, setFound] = useState<readonly Command[]>([]);
  useEffect(() => {
    setFound([]);
    if (query.trim().length < 2 || sources.length === 0) return undefined;
    const ending = new AbortController();
    const timer = setTimeout(() => {
      for (const source of sources) {
        source(query.trim(), ending.signal).then(
          (more) => { if (!ending.signal.aborted) setFound((before) => [...before, ...more]); },
          // A source that fails leaves its records out; everything else in the palette keeps working.
          () => undefined,
        );
      }
    }, pauseMs);
    return () => {
      clearTimeout(timer);
      ending.abort();
    };
  }, [query, sources]);
  return found;
}

function Option({
  command, id, active, run, point,
}: {
  command: Command;
  id: string;
  active: boolean;
  run: () => void;
  point: () => void;
}) {
  const element = useRef<HTMLLIElement>(null);
  useEffect(() => {
    if (active) element.current?.scrollIntoView({ block: "nearest" });
  }, [active]);
  return (
    <li ref={element} id={id} role="option" aria-selected={active} className={styles.option} onClick={run} onMouseMove={point}>
      <Icon name={command.icon ?? "command"} />
      <span className={styles.title}>{command.title}</span>
      {command.note === undefined ? null : <span className={styles.note}>{command.note}</span>}
      {command.keys === undefined ? null : (
        <span className={styles.keys}>
          {command.keys.split(" ").map((key, index) => (
            <Key key={index}>{key.toUpperCase()}</Key>
          ))}
        </span>
      )}
    </li>
  );
}

function usePaletteKeys(shown: readonly Command[], run: (command: Command) => void) {
  const [active, setActive] = useState(0);
  const at = Math.min(active, Math.max(0, shown.length - 1));
  const onKeyDown = (event: KeyboardEvent): void => {
    const command = shown[at];
    if (event.key === "ArrowDown") setActive(shown.length === 0 ? 0 : (at + 1) % shown.length);
    else if (event.key === "ArrowUp") setActive(shown.length === 0 ? 0 : (at + shown.length - 1) % shown.length);
    else if (event.key === "Enter" && command !== undefined) run(command);
    else return;
    event.preventDefault();
  };
  return { at, setActive, onKeyDown };
}

/** What is done comes before where one can go: somebody who types a verb means it. */
function merged(offered: readonly Command[], found: readonly Command[]): readonly Command[] {
  const does = found.filter(({ group }) => group === doing);
  return [...does, ...offered, ...found.filter(({ group }) => group !== doing)];
}

function Palette({ close }: { close: () => void }) {
  const [query, setQuery] = useState("");
  const deferred = useDeferredValue(query);
  const offered = useOfferedCommands();
  const found = useFound(deferred);
  const groups = useMemo(() => grouped(merged(rank(offered.toReversed().flat(), deferred), found)), [offered, deferred, found]);
  const shown = groups.flatMap(([, commands]) => commands);
  const id = useId();
  const begin = useActOnNow();
  const run = (command: Command): void => {
    close();
    if (command.group === doing) begin(command.run);
    else command.run();
  };
  const { at, setActive, onKeyDown } = usePaletteKeys(shown, run);
  return (
    <div className={styles.palette}>
      <div className={styles.field}>
        <Icon name="search" />
        <input
          autoFocus
          role="combobox"
          aria-expanded="true"
          aria-controls={`${id}-list`}
          aria-activedescendant={shown.length === 0 ? undefined : `${id}-${at}`}
          aria-label="Search or run a command"
          placeholder="Search or run a command"
          value={query}
          onChange={(event) => {
            setQuery(event.target.value);
            setActive(0);
          }}
          onKeyDown={onKeyDown}
        />
        <Key>Esc</Key>
      </div>
      <ul id={`${id}-list`} role="listbox" aria-label="Commands" className={styles.list}>
        {groups.map(([group, commands]) => (
          <li key={group} role="group" aria-label={group}>
            <div className={styles.group} aria-hidden>{group}</div>
            <ul role="presentation">
              {commands.map((command) => {
                const index = shown.indexOf(command);
                return (
                  <Option
                    key={command.id}
                    id={`${id}-${index}`}
                    command={command}
                    active={index === at}
                    run={() => run(command)}
                    point={() => setActive(index)}
                  />
                );
              })}
            </ul>
          </li>
        ))}
      </ul>
      {shown.length === 0 ? <p className={styles.none}>Nothing answers “{query}”.</p> : null}
    </div>
  );
}

/** Goes anywhere and does anything that is allowed. Commands come from `useCommands`, records from `useCommandSource`. */
export function CommandPalette({ open, onClose }: { open: boolean; onClose: () => void }) {
  return useOnceOpen(open) ? (
    <Dialog
      open={open}
      onClose={onClose}
      fullWidth
      maxWidth="sm"
      slotProps={{ paper: { "aria-label": "Search or run a command" } }}
      transitionDuration={80}
    >
      <Palette close={onClose} />
    </Dialog>
  ) : null;
}
