import { Rejection } from "@ballast/domain";
import type { NodeKind } from "./context.ts";

/** Relay's global id: base64url of `Kind:id`. */
export const toGlobalId = (kind: NodeKind, id: string): string => Buffer.from(`${kind}:${id}`).toString("base64url");

const uuidPattern = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Reads a global id; null when it is not one. Whether there is such a kind is another question. */
export function readGlobalId(globalId: string): { readonly kind: string; readonly id: string } | null {
  const [kind, id] = Buffer.from(globalId, "base64url").toString("utf8").split(":");
  return kind === undefined || id === undefined ? null : { kind, id };
}

/** The record's own id from a global id of this kind, or from a bare UUID (for scripts). Refuses anything else. */
export function idOf(kind: NodeKind, given: string, path: readonly string[]): string {
  if (uuidPattern.test(given)) return given;
  const read = readGlobalId(given);
  if (read?.kind === kind) return read.id;
  throw new Rejection("INVALID_INPUT", `"${given}" is not the id of a ${kind.toLowerCase()}.`, path);
}

/** Ids that are in both lists; a list that is not given does not limit. */
export function inBoth(one: readonly string[] | undefined, other: readonly string[] | undefined): readonly string[] | undefined {
  if (one === undefined || other === undefined) return one ?? other;
  const known = new Set(other);
  return one.filter((id) => known.has(id));
}
