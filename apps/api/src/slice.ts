import type { EventType } from "@ballast/schema";
import type { FastifyInstance } from "fastify";
import type { ClassType } from "type-graphql";
import type { Mutation } from "./commands/defineMutation.ts";
import type { DeployGate, Known, ApiServer, NodeKind, ProgramShare, RecordKind } from "./graphql/context.ts";
import type { SharedSubscription } from "./graphql/subscriptions.ts";

/** What a server does by itself, until it is told to stop. */
export interface Duty {
  /** Ends it; what is under way is given up. */
  stop(): Promise<void>;
}

/** What a slice brings to the API. Everything shared takes it from here, and knows no slice by name. */
export interface Slice {
  /** Kinds of records, by the names of their GraphQL types. */
  readonly records?: { readonly [Kind in NodeKind]?: RecordKind<Kind> };
  /** Classes of queries, fields and subscriptions. */
  readonly resolvers: readonly ClassType<object>[];
  readonly mutations?: readonly Mutation[];
  /** How its events read. */
  readonly sentences?: Known["sentences"];
  /** Whom its events concern. */
  readonly telling?: Known["telling"];
  /** What of its events' payloads not everybody is shown. */
  readonly shown?: Known["shown"];
  /** What may stand in the way of deploys. */
  readonly gates?: readonly DeployGate[];
  /** What of it stands on the program's board. */
  readonly program?: ProgramShare;
  /** What of it stands in people's calendars, as far as the scope may know. */
  readonly calendar?: Known["calendar"][number];
  /** What of it reviews may have to talk of. Asked as anybody may know it: what is answered is written down. */
  readonly due?: Known["due"][number];
  /** What of it merging an incident into another one does, as far as the scope may know: nothing moves that is not named. */
  readonly merging?: Known["merging"][number];
  /** Routes beside GraphQL. */
  readonly routes?: readonly ((app: FastifyInstance, server: ApiServer) => void | Promise<void>)[];
  readonly shared?: SharedSubscription;
  /** What a server that runs does by itself beside answering. */
  readonly duties?: readonly ((server: ApiServer) => Duty)[];
}

/** What one part of these slices names. */
type NamedIn<Slices extends readonly Slice[], Part extends keyof Slice> = Slices[number] extends infer One
  ? One extends { readonly [Name in Part]: infer Brought }
    ? keyof Brought
    : never
  : never;

/** What nobody brings: as a type that no list of slices has, so that the compiler names it. */
type Lacking<Part extends string, Missing> = [Missing] extends [never] ? unknown : { readonly [Name in Part]: Missing };

/** Holds of a list of slices in which no kind of record and no event is forgotten. */
export type Complete<Slices extends readonly Slice[]> =
  & Lacking<"kinds of records without a slice", Exclude<NodeKind, NamedIn<Slices, "records">>>
  & Lacking<"events that nobody can say", Exclude<EventType, NamedIn<Slices, "sentences">>>
  & Lacking<"events that concern nobody and do not say why", Exclude<EventType, NamedIn<Slices, "telling">>>;

/** Joins what slices bring for reading and deciding. What one forgets does not compile. */
export function joined<const Slices extends readonly Slice[]>(slices: Slices & Complete<Slices>): Known {
  const all: readonly Slice[] = slices;
  return {
    commands: Object.fromEntries(all.flatMap(({ mutations = [] }) => mutations.map(({ name, resolve }) => [name, resolve]))),
    kinds: all.reduce<Known["kinds"]>((known, { records }) => ({ ...known, ...records }), {}),
    sentences: all.reduce<Known["sentences"]>((known, { sentences }) => ({ ...known, ...sentences }), {}),
    telling: all.reduce<Known["telling"]>((known, { telling }) => ({ ...known, ...telling }), {}),
    shown: all.reduce<Known["shown"]>((known, { shown }) => ({ ...known, ...shown }), {}),
    gates: all.flatMap(({ gates = [] }) => gates),
    program: all.flatMap(({ program }) => (program === undefined ? [] : [program])),
    calendar: all.flatMap(({ calendar }) => (calendar === undefined ? [] : [calendar])),
    due: all.flatMap(({ due }) => (due === undefined ? [] : [due])),
    merging: all.flatMap(({ merging }) => (merging === undefined ? [] : [merging])),
  };
}
