import { useEffect, useSyncExternalStore } from "react";
import type { IconName } from "../marks/icons.tsx";

/** Something the palette can do. */
export interface Command {
  id: string;
  /** What it does, as a button would say it. */
  title: string;
  /**
   * The heading it stands under: `Go to`, `Do`, `Look`, or a kind of record. `Do` changes something: asked about on a view that looks back.
   */
  group: string;
  /** More words that find it. */
  keywords?: string;
  /** What stands behind the title, for instance a state or a date. */
  note?: string;
  icon?: IconName;
  /** The shortcut it also has, shown at the right: `g n`. */
  keys?: string;
  run: () => void;
}

/** The heading of what changes something. */
export const doing = "Do";

/** Looks records up while the person types. Called with at least two characters, at most every 150 ms. */
export type CommandSource = (query: string, signal: AbortSignal) => Promise<readonly Command[]>;

let lists: readonly (readonly Command[])[] = [];
let sources: readonly CommandSource[] = [];
const listeners = new Set<() => void>();

function tell(): void {
  for (const listener of listeners) listener();
}

function listen(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Offers commands while the calling component is mounted. Keep the list stable with `useMemo`. */
export function useCommands(commands: readonly Command[]): void {
  useEffect(() => {
    lists = [...lists, commands];
    tell();
    return () => {
      lists = lists.filter((list) => list !== commands);
      tell();
    };
  }, [commands]);
}

/** Lets the palette search records while the calling component is mounted. Keep the function stable. */
export function useCommandSource(source: CommandSource): void {
  useEffect(() => {
    sources = [...sources, source];
    tell();
    return () => {
      sources = sources.filter((each) => each !== source);
      tell();
    };
  }, [source]);
}

/** Every list of commands now offered, the page's own last. */
export function useOfferedCommands(): readonly (readonly Command[])[] {
  return useSyncExternalStore(listen, () => lists);
}

/** Every source now offered. */
export function useOfferedSources(): readonly CommandSource[] {
  return useSyncExternalStore(listen, () => sources);
}
