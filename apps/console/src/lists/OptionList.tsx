import type { KeyboardEvent } from "react";
import { useRef, useState } from "react";
import type { Option } from "./filters.ts";
import { optionsFor } from "./filters.ts";
import styles from "./Lists.module.css";

/** From so many on, typing finds one sooner than looking. */
const manyOptions = 8;

/** Options of a filter: typing narrows them, the arrows and Tab move among them, Enter and the space bar choose. */
export function OptionList({
  label, options, chosen, several = false, choose,
}: {
  label: string;
  options: readonly Option[];
  chosen: readonly string[];
  several?: boolean;
  choose: (value: string) => void;
}) {
  const [typed, setTyped] = useState("");
  const list = useRef<HTMLUListElement>(null);
  const shown = optionsFor(options, typed);
  const focus = (step: number): void => {
    const buttons = [...(list.current?.querySelectorAll("button") ?? [])];
    const at = buttons.findIndex((button) => button === document.activeElement);
    buttons[(at + step + buttons.length) % buttons.length]?.focus();
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
    event.preventDefault();
    focus(event.key === "ArrowDown" ? 1 : -1);
  };
  const onEnter = (event: KeyboardEvent): void => {
    const [first] = shown;
    if (event.key !== "Enter" || first === undefined) return;
    event.preventDefault();
    choose(first[0]);
  };
  return (
    <div className={styles.options} onKeyDown={onKeyDown}>
      {options.length < manyOptions ? null : (
        <input
          autoFocus
          className={styles.narrow}
          aria-label={`Find ${label.toLowerCase()}`}
          placeholder="Type to find"
          value={typed}
          onChange={(event) => setTyped(event.target.value)}
          onKeyDown={onEnter}
        />
      )}
      <ul ref={list}>
        {shown.map(([value, words], at) => (
          <li key={value}>
            <button
              type="button"
              autoFocus={options.length < manyOptions && at === 0}
              aria-pressed={chosen.includes(value)}
              onClick={() => choose(value)}
            >
              {several ? <span className={styles.check}>{chosen.includes(value) ? "✓" : ""}</span> : null}
              {words}
            </button>
          </li>
        ))}
        {shown.length === 0 ? <li className={styles.noOption}>None is called so.</li> : null}
      </ul>
    </div>
  );
}
