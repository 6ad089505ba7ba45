/** What somebody typed into a dialog and has not sent, by field. */
export interface Draft {
  /** When it was last typed into, epoch ms. */
  readonly at: number;
  readonly fields: Readonly<Record<string, unknown>>;
  /** What each of them began from: where the record says something else now, what somebody typed was typed without knowing that. */
  readonly initials?: Readonly<Record<string, unknown>>;
  /** Idempotency keys of commands whose answer did not come, by command: given again, they are carried out once. */
  readonly keys: Readonly<Record<string, string>>;
}

const prefix = "ballast.draft.";
const ownerName = "ballast.drafts-of";

/** The storage of this window: it survives a reload and a crash, and ends with the window. Missing where a browser forbids it. */
function storage(): Storage | undefined {
  try {
    return globalThis.sessionStorage;
  } catch {
    return undefined;
  }
}

const memory = new Map<string, Draft>();

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function parse(text: string | null | undefined): Draft | undefined {
  if (text === null || text === undefined) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    if (!isRecord(value) || typeof value["at"] !== "number" || !isRecord(value["fields"]) || !isRecord(value["keys"])) return undefined;
    const keys = Object.entries(value["keys"]).filter((entry): entry is [string, string] => typeof entry[1] === "string");
    const initials = isRecord(value["initials"]) ? value["initials"] : {};
    return { at: value["at"], fields: value["fields"], initials, keys: Object.fromEntries(keys) };
  } catch {
    return undefined;
  }
}

/** The draft of this name, as it was last kept. */
export function readDraft(name: string): Draft | undefined {
  return memory.get(name) ?? parse(storage()?.getItem(prefix + name));
}

/** Keeps a draft; one without anything in it is forgotten. A full or forbidden storage leaves it in memory. */
export function keepDraft(name: string, draft: Draft): void {
  if (Object.keys(draft.fields).length === 0 && Object.keys(draft.keys).length === 0) return forgetDraft(name);
  memory.set(name, draft);
  try {
    storage()?.setItem(prefix + name, JSON.stringify(draft));
  } catch {
    // It outlives everything but a reload.
  }
}

/** Forgets a draft: it was sent, or started afresh. */
export function forgetDraft(name: string): void {
  memory.delete(name);
  storage()?.removeItem(prefix + name);
}

/** Forgets every draft of this window: who typed them left. */
export function forgetDrafts(): void {
  memory.clear();
  const kept = storage();
  if (kept === undefined) return;
  for (const key of Object.keys(kept)) if (key.startsWith(prefix)) kept.removeItem(key);
}

/** Whether everything typed is still there after a reload: a full or forbidden storage keeps it in memory only. */
export function draftsOutliveReload(): boolean {
  const kept = storage();
  return kept !== undefined && [...memory.keys()].every((name) => kept.getItem(prefix + name) !== null);
}

/** Says whose window this is. Drafts of somebody else are forgotten: nobody reads what another typed. */
export function draftsBelongTo(personId: string): void {
  const kept = storage();
  const owner = kept?.getItem(ownerName) ?? null;
  if (owner !== null && owner !== personId) forgetDrafts();
  kept?.setItem(ownerName, personId);
}
