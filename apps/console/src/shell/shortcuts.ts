import { useEffect, useEffectEvent } from "react";

const pauseMs = 900;

interface Shortcut {
  readonly keys: readonly string[];
  readonly run: () => void;
}

const shortcuts = new Set<Shortcut>();
let pressed: string[] = [];
let lastAt = 0;

function typing(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || /^(?:INPUT|TEXTAREA|SELECT)$/u.test(target.tagName));
}

/** `mod+k` for Ctrl or ⌘ with K, the plain key otherwise. */
function nameOf(event: KeyboardEvent): string {
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  return event.ctrlKey || event.metaKey ? `mod+${key}` : key;
}

function endsWith(keys: readonly string[]): boolean {
  return keys.every((key, index) => pressed[pressed.length - keys.length + index] === key);
}

function onKeyDown(event: KeyboardEvent): void {
  const name = nameOf(event);
  if (event.defaultPrevented || event.altKey) return;
  if (!name.startsWith("mod+") && (typing(event.target) || document.querySelector('[role="dialog"]') !== null)) return;
  pressed = event.timeStamp - lastAt > pauseMs ? [name] : [...pressed.slice(-2), name];
  lastAt = event.timeStamp;
  const matching = [...shortcuts].filter((each) => endsWith(each.keys)).sort((a, b) => b.keys.length - a.keys.length)[0];
  if (matching === undefined) return;
  event.preventDefault();
  pressed = [];
  matching.run();
}

/** Runs on `keys` (`mod+k`, or a sequence such as `g n`) while mounted, but never while the person types. */
export function useShortcut(keys: string, run: () => void): void {
  const current = useEffectEvent(run);
  useEffect(() => {
    const shortcut: Shortcut = { keys: keys.split(" "), run: () => current() };
    if (shortcuts.size === 0) addEventListener("keydown", onKeyDown);
    shortcuts.add(shortcut);
    return () => {
      shortcuts.delete(shortcut);
      if (shortcuts.size === 0) removeEventListener("keydown", onKeyDown);
    };
  }, [keys]);
}
