import { Rejection } from "@ballast/domain";
import { own } from "@ballast/schema";
import { getMetadataStorage, type ClassType } from "type-graphql";
import type { Principal } from "../auth/principal.ts";
import type { ApiContext, Known, LogReader, NodeKind, RecordKind, RecordOf, RowOf, Scope } from "./context.ts";
import { toGlobalId } from "./globalId.ts";
import type { RecordNode } from "./node.ts";

/** The GraphQL type of this name, asked for when the schema is built: fields of one slice name types of another by it. */
export function typeNamed(name: string): ClassType<object> {
  const type = getMetadataStorage().objectTypes.find((known) => known.name === name)?.target;
  if (type === undefined) throw new Error(`There is no GraphQL type ${name}: is its slice in slices.ts?`);
  return type as ClassType<object>;
}

/** How records of this kind are dealt with. */
export function kindOf<Kind extends NodeKind>({ known }: { readonly known: Known }, kind: Kind): RecordKind<Kind> {
  const found = known.kinds[kind];
  if (found === undefined) throw new Error(`There is no kind of record ${kind}: is its slice in slices.ts?`);
  return found;
}

/** The kind of record whose streams have this category, whatever its case; undefined where there is none. */
export const kindNamed = ({ known }: { readonly known: Known }, name: string): NodeKind | undefined =>
  kindsOf(known).find((kind) => kind.toLowerCase() === name.toLowerCase());

/** All kinds of records. */
export const kindsOf = ({ kinds }: Pick<Known, "kinds">): readonly NodeKind[] =>
  Object.keys(kinds).filter((name): name is NodeKind => own(kinds, name) !== undefined);

/** The record of this kind and id; null where there is none, none that the scope may know of, or where no id is given. */
export const find = <Kind extends NodeKind>(scope: Scope, kind: Kind, id: string | null | undefined): RecordOf<Kind> | null =>
  id ? kindOf(scope.context, kind).find(scope, id) : null;

/** Any record, as `node(id)` has it. */
export const findAny = (scope: Scope, kind: NodeKind, id: string): RecordNode | null => find(scope, kind, id);

/**
 * A record that another one names, or what stands for it.
 * @throws Rejection NOT_FOUND where it is not there (yet, at that moment)
 */
export function namedRecord<Kind extends NodeKind>(scope: Scope, kind: Kind, id: string): RecordOf<Kind> {
  const { find: found, standIn } = kindOf(scope.context, kind);
  const record = found(scope, id) ?? standIn?.(scope, id) ?? null;
  if (record === null) throw new Rejection("NOT_FOUND", `There is no such ${kind.toLowerCase()}.`);
  return record;
}

/** All records of a kind of which there are few, in the order in which people see them. */
export function allOf<Kind extends NodeKind>(scope: Scope, kind: Kind): readonly RecordOf<Kind>[] {
  const { all } = kindOf(scope.context, kind);
  if (all === undefined) throw new Error(`Not all records of the kind ${kind} are told at once.`);
  return all(scope);
}

/** A row for GraphQL. Who may see it has been asked before. */
export const recordOf = <Kind extends NodeKind>(scope: Scope, kind: Kind, row: RowOf<Kind>): RecordOf<Kind> =>
  kindOf(scope.context, kind).of(row, scope);

/** Whether a scope may know of a record. */
export const mayKnow = (scope: Scope, kind: NodeKind, id: string): boolean => kindOf(scope.context, kind).mayKnow?.(scope, id) ?? true;

/** The same of many that are there: what their kind keeps from the scope is asked for once. */
export function mayKnowOf(scope: Scope, kind: NodeKind): (id: string) => boolean {
  const unknown = kindOf(scope.context, kind).unknown?.(scope);
  return unknown === undefined ? (id) => mayKnow(scope, kind, id) : (id) => !unknown.has(id);
}

/** Whether there is a record with this id, of whatever kind, that the scope must not know of. */
export const hides = (scope: Scope, id: string): boolean =>
  kindsOf(scope.context.known).some((kind) => kindOf(scope.context, kind).hides?.(scope, id) ?? false);

/** Of these rows, those that the scope may know of. */
export const visible = <Kind extends NodeKind>(
  scope: Scope,
  kind: Kind,
  rows: readonly (RowOf<Kind> & { readonly id: string })[],
): readonly RecordOf<Kind>[] => rows.filter(({ id }) => mayKnow(scope, kind, id)).map((row) => recordOf(scope, kind, row));

/** What people call a record, in a sentence. */
export const nameOf = (scope: Scope, kind: NodeKind, id: string): string => kindOf(scope.context, kind).name(scope, id);

/** Services that a record belongs to; null for what belongs to none, such as people. */
export const servicesOf = async (context: LogReader, kind: NodeKind, id: string): Promise<readonly string[] | null> =>
  (await kindOf(context, kind).servicesOf?.(context, id)) ?? null;

/** Whether a command must not name a record: it is not there for its caller. */
export const isHidden = async (
  context: ApiContext,
  principal: Principal,
  { kind, id }: { readonly kind: NodeKind; readonly id: string },
): Promise<boolean> => (await kindOf(context, kind).hiddenFrom?.(context, principal, id)) ?? false;

/** A global id where there is such a kind of record; else the id as it is. */
export function recordIdOf(context: { readonly known: Known }, kind: string, id: string): string {
  const known = kindNamed(context, kind);
  return known === undefined ? id : toGlobalId(known, id);
}

/** Address of a record's view in the console; where its kind has none, of where it is shown instead. */
export function addressOf({ context }: Pick<Scope, "context">, kind: NodeKind, id: string): string {
  const { view } = kindOf(context, kind);
  return typeof view === "string" ? `/${view}/${encodeURIComponent(toGlobalId(kind, id))}` : view.instead;
}
