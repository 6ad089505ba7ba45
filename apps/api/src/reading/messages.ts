import type { Question } from "../graphql/askedBeside.ts";

/** A question for a thread that reads. */
export interface ReadAsked extends Omit<Question, "text"> {
  readonly call: number;
  /** Which document; its text comes with its first question to each thread. */
  readonly document: number;
  readonly text?: string;
}

/** An answer. */
export interface Answered {
  /** The body; null where the server is to answer itself. */
  readonly body: string | null;
  /** True: this document always asks for what only the server has. */
  readonly onlyThere: boolean;
}

/** What a thread says: that it can be asked, or an answer. */
export type FromReader = { readonly ready: true } | (Answered & { readonly call: number });

/** What a thread is told at its start. */
export interface ReaderData {
  /** The read model's file. */
  readonly file: string;
  readonly publicUrl: string;
}
