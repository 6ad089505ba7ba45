import { own } from "@ballast/schema/own";
import { createContext, useContext } from "react";
import type { IconName } from "../marks/icons.tsx";
import type { Tone } from "../marks/tone.ts";
import { globalId } from "./globalId.ts";

/** A kind of record, as whoever meets one of another slice has to know it. */
export interface RecordKind {
  /** Its type in the API. */
  readonly type: string;
  readonly icon: IconName;
  /** Where its views stand, `/deploys`; null where it has no view of its own. */
  readonly list: string | null;
}

/** Kinds of records and tones of events, as the slices say. */
export interface Kinds {
  readonly records: Readonly<Record<string, RecordKind>>;
  readonly tones: Readonly<Record<string, Tone>>;
}

/** Filled where the slices are known. */
export const KindsContext = createContext<Kinds>({ records: {}, tones: {} });

/** Kinds of records, and what events mean. */
export const useKinds = (): Kinds => useContext(KindsContext);

/** The address of the view of the record that a stream (`deploy-<uuid>`) is about; null where it has none of its own. */
export function viewOfStream(stream: string, { records }: Pick<Kinds, "records">): string | null {
  const cut = stream.indexOf("-");
  const kind = own(records, stream.slice(0, cut));
  return kind === undefined || kind.list === null ? null : `${kind.list}/${globalId(kind.type, stream.slice(cut + 1))}`;
}

/** The shape beside a line of the log: what it means, not what kind it is. */
export const toneOf = (type: string, { tones }: Pick<Kinds, "tones">): Tone => own(tones, type) ?? "idle";
