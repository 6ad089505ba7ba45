import { own } from "@ballast/schema/own";
import { useCallback, useLayoutEffect, useMemo, useState } from "react";
import { forgetDraft, keepDraft, readDraft } from "../api/draftStore.ts";
import { changesOf, same, takenIn } from "./taking.ts";
import type { FieldChange, Moved } from "./taking.ts";

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
  /** The revision that is sent with it: that of the record whose words stand in the fields. Undefined where none is sent. */
  readonly expects: number | undefined;
  /** What others changed of what stands in the fields since these began: nothing is sent before somebody has taken it in. */
  readonly changes: readonly FieldChange[];
  /** Begins from the record as it is now: what nobody touched is as others wrote it, what somebody typed stays. */
  readonly takeIn: () => void;
  /** A field says that its record moved on under it; null when it has not. */
  readonly tellMoved: (field: string, moved: Moved | null) => void;
}

/** What a form is of: its revision, where the record tells one. */
interface Shown {
  readonly revision?: number;
}

/**
 * What is typed into a dialog is kept under the dialog's name and what it is about, until it is sent: through Escape,
 * navigation, an ended session, a failed request and a reload. `about` holds everything the dialog was opened with,
 * so that a draft of "Resolve" never turns up in "Monitoring".
 */
export const useDraft = (dialog: string, ...about: readonly (string | undefined)[]): DraftHandle => useDraftOf(null, dialog, ...about);

/** A record of which much is changed at once, or that tells no revision: what stands in the form's fields counts, nothing else of it. */
export const unrevised: Shown = {};

/**
 * The draft of a form whose fields begin from a record. Where others change the record meanwhile, while the form is open or while its draft
 * is kept, the form says what they changed and waits until somebody takes it in: nothing overwrites what nobody has seen. `shown` is the
 * record as it is now, or null while one is made.
 */
export function useDraftOf(shown: Shown | null | undefined, dialog: string, ...about: readonly (string | undefined)[]): DraftHandle {
  const name = [dialog, ...about.map((part) => part ?? "")].join("|");
  const [standing, setStanding] = useState(() => ({ restoredAt: typedAt(name), starts: 0 }));
  const [moved, setMoved] = useState<Readonly<Record<string, Moved>>>({});
  const isOfRecord = shown !== null && shown !== undefined;
  const expects = shown?.revision;
  const tellMoved = useCallback((field: string, now: Moved | null): void => setMoved((before) => {
    if (same(own(before, field) ?? null, now)) return before;
    const { [field]: _, ...others } = before;
    return now === null ? others : { ...others, [field]: now };
  }), []);
  return useMemo(() => ({
    name, ...standing, expects, tellMoved,
    changes: isOfRecord ? Object.entries(moved).flatMap(([field, each]) => changesOf(field, each)) : [],
    startAfresh: () => {
      forgetDraft(name);
      setMoved({});
      setStanding(({ starts }) => ({ restoredAt: null, starts: starts + 1 }));
    },
    takeIn: () => {
      for (const [field, each] of Object.entries(moved)) keepField(name, field, { value: takenIn(each), initial: each.now });
      setMoved({});
      setStanding(({ restoredAt, starts }) => ({ restoredAt, starts: starts + 1 }));
    },
    sent: () => forgetDraft(name),
  }), [expects, isOfRecord, moved, name, standing, tellMoved]);
}

function typedAt(name: string): number | null {
  const draft = readDraft(name);
  return draft === undefined || Object.keys(draft.fields).length === 0 ? null : draft.at;
}

/** Keeps one field with what it began from, or forgets it when it is again as it was at first. */
export function keepField(name: string, field: string, { value, initial }: { value: unknown; initial: unknown }): void {
  const { fields = {}, keys = {}, initials = {} } = readDraft(name) ?? {};
  const { [field]: _, ...others } = fields;
  const { [field]: __, ...otherInitials } = initials;
  keepDraft(name, same(value, initial)
    ? { at: Date.now(), keys, fields: others, initials: otherInitials }
    : { at: Date.now(), keys, fields: { ...others, [field]: value }, initials: { ...otherInitials, [field]: initial } });
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

/** A field as it is opened: what was kept of it, with what that began from; else as the record has it now. */
export function openedField<Value>(name: string, field: string, now: Value): { readonly first: Value; readonly value: Value } {
  const draft = readDraft(name);
  if (own(draft?.fields ?? {}, field) === undefined) return { first: now, value: now };
  const begun = own(draft?.initials ?? {}, field);
  // Kept by this field itself: what it began from has its shape where what was typed has.
  return { first: begun === undefined ? now : (begun as Value), value: keptField(name, field, now) };
}

/** A field of a dialog: as `useState`, and what stands in it is kept with the draft. */
export function useDraftState<Value>(
  draft: DraftHandle,
  field: string,
  initial: Value | (() => Value),
): readonly [Value, (next: Value | ((before: Value) => Value)) => void] {
  const { name, starts, tellMoved } = draft;
  // A state is data, never a function: a function given is what makes it.
  const now = typeof initial === "function" ? (initial as () => Value)() : initial;
  const [state, setState] = useState(() => ({ at: starts, ...openedField(name, field, now) }));
  const current = state.at === starts ? state : { at: starts, ...openedField(name, field, now) };
  if (current !== state) setState(current);
  const moved = same(current.first, now) ? null : JSON.stringify({ first: current.first, now, value: current.value });
  // Before anything can be pressed: what is sent then is what stands in the form beside the revision that it began from.
  useLayoutEffect(() => tellMoved(field, moved === null ? null : (JSON.parse(moved) as Moved)), [field, moved, tellMoved]);
  const set = useCallback(
    (next: Value | ((before: Value) => Value)): void =>
      setState(({ at, first, value }) => {
        const made = typeof next === "function" ? (next as (old: Value) => Value)(value) : next;
        keepField(name, field, { value: made, initial: first });
        return { at, first, value: made };
      }),
    [field, name],
  );
  return [current.value, set];
}

/** The idempotency key under which a command's last try went out, while nobody knows what became of it. */
export const keptKey = (draft: DraftHandle, command: string): string | undefined => own(readDraft(draft.name)?.keys ?? {}, command);

/** Keeps or forgets (null) that key. */
export function keepKey(draft: DraftHandle, command: string, key: string | null): void {
  const { at = Date.now(), fields = {}, keys = {}, initials = {} } = readDraft(draft.name) ?? {};
  const { [command]: _, ...others } = keys;
  keepDraft(draft.name, { at, fields, initials, keys: key === null ? others : { ...others, [command]: key } });
}
