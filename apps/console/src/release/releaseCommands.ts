import { command } from "../data/command.ts";

/** Records a release: an immutable version of a service. */
export const recordRelease = command<
  { service: string; version: string; sha?: string; notes: string; rollbackSafe: boolean; rollbackUnsafeReason?: string; artifact?: { command: string; args: readonly string[] } },
  { release: { id: string } | null }
>("recordRelease", "release { id }");
