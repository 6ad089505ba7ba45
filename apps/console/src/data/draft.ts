import { own } from "@ballast/schema/own";
import { useCallback, useMemo, useState } from "react";
import { forgetDraft, keepDraft, readDraft } from "../api/draftStore.ts";

/** The draft of one dialog about one record. Made by {@link useDraft}, filled by {@link useDraftState}. */
export interface DraftHandle {
  readonly name: string;
  /** When what stands in it was typed, epoch ms, when the dialog opened with something in it; else null. */
  readonly restoredAt: number | null;
  /** Counts the fresh starts: whatever keeps text of its own begins anew with it. */
  readonly starts: number;
  /** Forgets everything typed and begins with the fields as they were. */
  readonly startAfresh: () => void;
  /** Forgets it without touching what stands in the fields: it was sent. */
  readonly sent: () => void;
}

/**
 * What is typed into a dialog is kept under the dialog's name and what it is about, until it is sent: through Escape,
 * navigation, an ended session, a failed request and a reload. `about` holds everything the dialog was opened with,
 * so that a draft of "Resolve" never turns up in "Monitoring".
 */
export function useDraft(dialog: string, ...about: readonly (string | undefined)[]): DraftHandle {
  const name = [dialog, ...about.map((part) => part ?? "")].join("|");
  const [standing, setStanding] = useState(() => ({ restoredAt: typedAt(name), starts: 0 }));
  return useMemo(
    () => ({
      name,
      ...standing,
      startAfresh: () => {
        forgetDraft(name);
        setStanding(({ starts }) => ({ restoredAt: null, starts: starts + 1 }));
      },
      sent: () => forgetDraft(name),
    }),
    [name, standing],
  );
}

function typedAt(name: string): number | null {
  const draft = readDraft(name);
  return draft === undefined || Object.keys(draft.fields).length === 0 ? null : draft.at;
}

/** Keeps one field, or forgets it when it is again as it was at first. */
export function keepField(name: string, field: string, { value, initial }: { value: unknown; initial: unknown }): void {
  const { fields = {}, keys = {} } = readDraft(name) ?? {};
  const { [field]: _, ...others } = fields;
  const same = JSON.stringify(value) === JSON.stringify(initial);
  keepDraft(name, { at: Date.now(), keys, fields: same ? others : { ...others, [field]: value } });
}

const isPlain = (value: unknown): value is object => typeof value === "object" && value !== null && !Array.isArray(value);

/** What was kept of a field, when it has the shape of `initial`. */
export function keptField<Value>(name: string, field: string, initial: Value): Value {
  const kept = own(readDraft(name)?.fields ?? {}, field);
  if (kept === undefined) return initial;
  const fits = initial === null || kept === null || (typeof kept === typeof initial && Array.isArray(kept) === Array.isArray(initial));
  // Kept by this field itself in this very window: of another shape only where the console was replaced meanwhile.
  if (!fits) return initial;
  return isPlain(initial) && isPlain(kept) ? { ...initial, ...kept } : (kept as Value);
}

/** A field of a dialog: as `useState`, and what stands in it is kept with the draft. */
export function useDraftState<Value>(
  draft: DraftHandle,
  field: string,
  initial: Value | (() => Value),
): readonly [Value, (next: Value | ((before: Value) => Value)) => void] {
  const { name, starts } = draft;
  const [first] = useState(initial);
  const [{ at, value }, setState] = useState(() => ({ at: starts, value: keptField(name, field, first) }));
  const current = at === starts ? value : first;
  const set = useCallback(
    (next: Value | ((before: Value) => Value)): void =>
      setState((before) => {
        const old = before.at === starts ? before.value : first;
        // A state is data, never a function: a function given is what makes the next one.
        const made = typeof next === "function" ? (next as (old: Value) => Value)(old) : next;
        keepField(name, field, { value: made, initial: first });
        return { at: starts, value: made };
      }),
    [field, first, name, starts],
  );
  return [current, set];
}

/** The idempotency key under which a command's last try went out, while nobody knows what became of it. */
export const keptKey = (draft: DraftHandle, command: string): string | undefined => own(readDraft(draft.name)?.keys ?? {}, command);

/** Keeps or forgets (null) that key. */
export function keepKey(draft: DraftHandle, command: string, key: string | null): void {
  const { at = Date.now(), fields = {}, keys = {} } = readDraft(draft.name) ?? {};
  const { [command]: _, ...others } = keys;
  keepDraft(draft.name, { at, fields, keys: key === null ? others : { ...others, [command]: key } });
}
