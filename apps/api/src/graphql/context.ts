import type { MayBeDue } from "@ballast/domain/forum";
import type { KeyRing, Log } from "@ballast/eventlog";
import type { FlagFollower } from "@ballast/flags";
import type { AsOf, IncidentFilter, IncidentRow, ReadModel, Stored } from "@ballast/readmodel";
import type { Category, DataOf, EventType } from "@ballast/schema";
import type { Tracing } from "@ballast/tracing";
import type { Logger } from "pino";
import type { Directory } from "../auth/directory.ts";
import type { Principal } from "../auth/principal.ts";
import type { ApiMetrics } from "../ops/metrics.ts";
import type { Printer } from "../printing/printer.ts";
import type { AlertRules } from "../ruling/alertRules.ts";

/** What belongs to the server, not to a request. */
export interface ApiServer {
  readonly log: Log;
  readonly readModel: ReadModel;
  readonly directory: Directory;
  /** Managed flags and known customers, in memory: what evaluates, proves and explains. */
  readonly flags: FlagFollower;
  /** What alerts that come in are asked with. */
  readonly alertRules: AlertRules;
  readonly keys: KeyRing;
  readonly metrics: ApiMetrics;
  readonly logger: Logger;
  readonly publicUrl: string;
  /** Control address of the embedded fleet; null where there is none. */
  readonly fleet: string | null;
  readonly now: () => Date;
  /** Where the status pages are also written as files; absent where they are not. */
  readonly statusFolder?: string;
  /** So many evaluations of one application's token are answered a second; 5,000 unless told. */
  readonly flagRequestsPerSecond?: number;
  /** Address that is asked each minute while Ballast is well, so that its silence tells somebody outside; null: none. */
  readonly outsideHeartbeat?: string | null;
  /** Whether the workflow engine answered when it was last asked; absent where nobody asks. */
  readonly engineState?: () => "up" | "down";
  /** What makes PDFs; absent where nothing does. */
  readonly printer?: Printer;
  /** Where mutations are told as spans; absent where nobody asks. */
  readonly tracing?: Tracing;
  /** What there is: kinds of records, and how events are told. */
  readonly known: Known;
  /** Whether whoever asks has gone: then nobody waits for what takes long. Absent where nobody knows. */
  readonly gone?: () => boolean;
}

/** What a resolver gets: the server, and who asks. */
export interface ApiContext extends ApiServer {
  readonly principal: Principal | null;
  readonly requestId: string;
}

/**
 * What one field at the root, and all below it, reads: from which moment, and for whose eyes. Every mapped record
 * carries its scope, so that a whole answer stands at one moment and no resolver can forget to look back.
 */
export interface Scope {
  readonly context: ApiContext;
  readonly principal: Principal;
  /** Undefined: now. */
  readonly asOf: AsOf | undefined;
  /** Whose rights decide which private incidents are there; always those of now. */
  readonly viewer: NonNullable<IncidentFilter["viewer"]>;
}

/**
 * Kinds of records by their GraphQL types. Each slice adds its own by declaration (`declare module`), so that
 * `find(scope, "Release", id)` answers a `Release` to whoever does not import it.
 */
export interface RecordTypes {}

/** A kind of record: the name of its GraphQL type. */
export type NodeKind = keyof RecordTypes & string;

/** A record of this kind, as resolvers hand it around. */
export type RecordOf<Kind extends NodeKind> = RecordTypes[Kind];

/** The read model's row behind it. */
export type RowOf<Kind extends NodeKind> = RecordTypes[Kind] extends { readonly row: infer Row } ? Row : never;

/** Why a kind of record lacks what others have. */
export interface Without {
  readonly none: string;
}

/** What is asked of the log about records. */
export type LogReader = Pick<ApiServer, "known" | "log">;

/** How a record of one kind is found in what people type. */
export interface Searched {
  /** What a hit is called; what the read model calls it unless told. */
  readonly title?: (scope: Scope, hit: { readonly id: string; readonly title: string }) => string;
  /** Where it stands, of what has a state. */
  readonly state?: (scope: Scope, id: string) => string | null;
}

/** A kind of record: how it is found, named, shown and guarded. */
export interface RecordKind<Kind extends NodeKind> {
  /** Of its streams. */
  readonly category: Category;
  /** The record with this id; null where there is none, or none that the scope may know of. */
  readonly find: (scope: Scope, id: string) => RecordOf<Kind> | null;
  /** A row for GraphQL. Who may see it has been asked before. */
  readonly of: (row: RowOf<Kind>, scope: Scope) => RecordOf<Kind>;
  /** All there are, in the order in which people see them; of kinds of which there are few. */
  readonly all?: (scope: Scope) => readonly RecordOf<Kind>[];
  /** What stands for one that others name and this moment does not know; without it there is none. */
  readonly standIn?: (scope: Scope, id: string) => RecordOf<Kind>;
  /** The id of what people call so, of kinds that are known by a key; null where it cannot be one. */
  readonly called?: (given: string) => string | null;
  /** What people call it, in a sentence; something for who may not know of it, too. */
  readonly name: (scope: Scope, id: string) => string;
  /** The list in the console below whose address its view stands; or where it is shown instead, and why it has none. */
  readonly view: string | (Without & { readonly instead: string });
  /** What its field `history` is described by; or why it has none. */
  readonly history: string | Without;
  readonly search: Searched | Without;
  /** Whether a scope may know of it; where it is not said, everybody who reads may. */
  readonly mayKnow?: (scope: Scope, id: string) => boolean;
  /** Those that there are and the scope must not know of, where they are few: figures over years ask once, not of each. */
  readonly unknown?: (scope: Scope) => ReadonlySet<string>;
  /** Whether there is one and the scope must not know of it: then no event names it either. */
  readonly hides?: (scope: Scope, id: string) => boolean;
  /** Services that it belongs to, from the log; none where it is not there. Null: it belongs to the installation. */
  readonly servicesOf: ((context: LogReader, id: string) => Promise<readonly string[]>) | null;
  /** Whether a command must not name it, from the log: it is not there, or it is not for this caller to know of. */
  readonly hiddenFrom?: (context: ApiContext, principal: Principal, id: string) => Promise<boolean>;
}

/** What a sentence about an event needs beside its payload: who did it, and what people call the records it names (`lane(id)`). */
export type Saying = { readonly by: string } & { readonly [Kind in NodeKind as Uncapitalize<Kind>]: (id: string) => string };

/** How an event reads. */
export type Sentence<Type extends EventType> = (data: DataOf<Type>, saying: Saying) => string;

/**
 * Whom an event concerns: everybody (it stands on the first view), who follows its record (there and in the log), or,
 * with the reason, nobody.
 */
export type Audience = "everybody" | "followers" | { readonly silent: string };

/** What of a payload a reader is shown: without what lets others in, or writes to people. */
export type Shown<Type extends EventType> = (data: DataOf<Type>, scope: Scope) => object;

/** What stands in a deploy's way until somebody who may says why it goes all the same. */
export interface ClosedGate {
  readonly kind: "error_budget";
  /** The record that says so. */
  readonly recordId: string;
  /** What is closed, since when and by which figure: a sentence. */
  readonly gate: string;
}

/** Asked before anything is deployed to production, by the command and its preview alike: the same answer for whoever asks. */
export type DeployGate = (scope: Scope, to: { readonly serviceId: string }) => readonly ClosedGate[];

/** Something of the program that somebody promised, or has to decide. */
export interface ProgramItem {
  /** What it is, in a word: "Mitigation". */
  readonly kind: string;
  readonly nodeKind: NodeKind;
  readonly id: string;
  readonly title: string;
  readonly ownerId: string | null;
  /** The day that is promised, or on which something ends, as 2026-12-15; null where there is none. */
  readonly dueOn: string | null;
  /** Days that were promised before, the latest first. */
  readonly before: readonly string[];
  /** Whole days since the day; 0 while it lies ahead, and of what is not promised. */
  readonly overdueDays: number;
  /** Bad minutes a year that hang on it; null where nobody has said. */
  readonly minutes: number | null;
  /** Why it stands here now, a few words. */
  readonly why: string;
  /** What it waits for, by name, and the day to which it then computes. */
  readonly waitsFor: readonly string[];
  readonly realDueOn: string | null;
  /** What somebody has to decide: the word on the button, and the address of the view in the console; null: nothing. */
  readonly decision: { readonly word: string; readonly view: string } | null;
}

/** Events that the board counts since the week began, in words: "2 new risks". */
export interface CountedChange {
  readonly types: readonly EventType[];
  readonly one: string;
  readonly many: string;
  /** Where in the console they are listed. */
  readonly view: string;
}

/** What a slice brings to the program's board. */
export interface ProgramShare {
  /** Read when it is asked for, as far as the scope may know. */
  readonly items?: (scope: Scope) => readonly ProgramItem[];
  readonly changed?: readonly CountedChange[];
}

/** A day that is promised, or a moment at which something ends or is to be looked at: for people's calendars. */
export interface CalendarEntry {
  /** The same for the same thing however its day is moved; unique among all slices' entries. */
  readonly key: string;
  readonly title: string;
  /** A day, as 2026-12-15, or an instant, ISO in UTC. */
  readonly at: string;
  /** When it ends, where it lasts: an instant as well. Left out: it takes no time. */
  readonly to?: string;
  readonly ownerId: string | null;
  /** A few words more; empty where the title says it. */
  readonly text: string;
  /** Its view in the console, from the slash on. */
  readonly view: string;
}

/** An incident that ends, and the one that it is merged into. */
export interface Merging {
  readonly incident: Stored<IncidentRow>;
  readonly into: Stored<IncidentRow>;
}

/** One thing that merging does, or leaves as it is. */
export interface MergeEffect {
  readonly sentence: string;
  /** Somebody has to do something about it, or it is lost: it stands out. */
  readonly warns: boolean;
  /** What of it was seen, where its figures move by themselves: other figures are the same effect. The sentence unless told. */
  readonly mark?: string;
}

/** Gives a command as somebody, with their rights and by their key; answers its payload. */
export type GiveCommand = (context: ApiContext, input: unknown) => Promise<object>;

/** Everything that the slices bring for reading and deciding, joined. */
export interface Known {
  /** Commands by their names: for doors that take them in words. */
  readonly commands: { readonly [name: string]: GiveCommand };
  readonly kinds: { readonly [Kind in NodeKind]?: RecordKind<Kind> };
  readonly sentences: { readonly [Type in EventType]?: Sentence<Type> };
  readonly telling: { readonly [Type in EventType]?: Audience };
  readonly shown: { readonly [Type in EventType]?: Shown<Type> };
  readonly gates: readonly DeployGate[];
  readonly program: readonly ProgramShare[];
  readonly calendar: readonly ((scope: Scope) => readonly CalendarEntry[])[];
  readonly due: readonly ((scope: Scope) => readonly MayBeDue[])[];
  readonly merging: readonly ((scope: Scope, merge: Merging) => readonly MergeEffect[])[];
}
