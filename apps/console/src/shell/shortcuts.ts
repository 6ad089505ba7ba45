import { useEffect, useEffectEvent } from "react";

const pauseMs = 900;

interface Shortcut {
  readonly keys: readonly string[];
  readonly words: string;
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
  // Enter and the space bar belong to what has the focus, where that can be pressed.
  if (
    event.key === "Enter"
    && event.target instanceof HTMLElement
    && event.target.closest("a, button, [role=button], [tabindex='0']") !== null
  )
    return;
  pressed = event.timeStamp - lastAt > pauseMs ? [name] : [...pressed.slice(-2), name];
  lastAt = event.timeStamp;
  const matching = [...shortcuts].filter((each) => endsWith(each.keys)).toReversed().sort((a, b) => b.keys.length - a.keys.length)[0];
  if (matching === undefined) return;
  event.preventDefault();
  pressed = [];
  matching.run();
}

/** What the keys that work now do, for the list of keys; those added last, the page's own, first. */
export function shortcutWords(): readonly (readonly [keys: string, words: string])[] {
  const words = new Map([...shortcuts].toReversed().filter((each) => each.words !== "").map((each) => [each.keys.join(" "), each.words]));
  return [...words];
}

/**
 * Runs on `keys` (`mod+k`, or a sequence such as `g n`) while mounted, but never while the person types. `words` say what it does in the
 * list of keys.
 */
export function useShortcut(keys: string, words: string, run: () => void): void {
  const current = useEffectEvent(run);
  useEffect(() => {
    const shortcut: Shortcut = { keys: keys.split(" "), words, run: () => current() };
    if (shortcuts.size === 0) addEventListener("keydown", onKeyDown);
    shortcuts.add(shortcut);
    return () => {
      shortcuts.delete(shortcut);
      if (shortcuts.size === 0) removeEventListener("keydown", onKeyDown);
    };
  }, [keys, words]);
}
