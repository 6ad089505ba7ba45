import { useEffect, useEffectEvent } from "react";

/** What a key does in the meeting, by its name in lower case. */
export type MeetingKeys = Readonly<Record<string, () => void>>;

const typing = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && (target.isContentEditable || /^(?:INPUT|TEXTAREA|SELECT)$/u.test(target.tagName));

/** Listens to the meeting's keys: not while somebody types, nor to those that belong to the browser. */
export function useMeetingKeys(keys: MeetingKeys): void {
  const pressed = useEffectEvent((event: KeyboardEvent) => {
    if (event.defaultPrevented || event.altKey || event.ctrlKey || event.metaKey || typing(event.target)) return;
    const other = event.target instanceof Element ? event.target.closest('[role="dialog"], [role="menu"], [role="listbox"]') : null;
    if (other !== null && !(other instanceof HTMLElement && other.dataset["meeting"] === "true")) return;
    if (event.key === "Enter" && event.target instanceof HTMLElement && event.target.closest("a, button") !== null) return;
    const run = new Map(Object.entries(keys)).get(event.key.toLowerCase());
    if (run === undefined) return;
    event.preventDefault();
    run();
  });
  useEffect(() => {
    addEventListener("keydown", pressed);
    return () => removeEventListener("keydown", pressed);
  }, []);
}
