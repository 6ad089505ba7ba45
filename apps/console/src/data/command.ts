import { useQueryClient } from "@tanstack/react-query";
import { useNotify } from "ra-core";
import { useCallback, useRef } from "react";
import { gql } from "../api/document.ts";
import type { TypedDocument } from "../api/document.ts";
import { clientError } from "../api/errors.ts";
import { call } from "../api/graphqlClient.ts";

/** What every command's input may carry besides its own fields. */
interface Guards {
  idempotencyKey: string;
  expectedRevision?: number;
}

/** What every command answers besides the record. */
interface Standing {
  position: string;
  behind: boolean;
  replayed: boolean;
}

/** A command of the API: its name and document. Made by {@link command}. */
export interface Command<Input extends object, Payload extends object> {
  readonly name: string;
  readonly document: TypedDocument<Record<string, Payload & Standing>, { input: Input & Guards }>;
}

/** Declares a command: `command<{deployId: string; reason: string}, {deploy: {id: string}}>("pauseDeploy", "deploy { id }")`. */
export function command<Input extends object, Payload extends object>(name: string, answers: string): Command<Input, Payload> {
  const title = name.charAt(0).toUpperCase() + name.slice(1);
  const document = gql<Record<string, Payload & Standing>, { input: Input & Guards }>`
    mutation ${title}($input: ${title}Input!) { ${name}(input: $input) { position behind replayed ${answers} } }
  `;
  return { name, document };
}

/** A fresh key. `crypto.randomUUID` is missing on plain HTTP addresses that are not this machine. */
export function freshKey(): string {
  return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** Gives a command. */
export type Give<Input extends object, Payload extends object> = (input: Input, revision?: number) => Promise<Payload & Standing>;

/**
 * Gives a command from a dialog. One idempotency key for each dialog that opens: pressed again after a lost answer,
 * the command is carried out once. After success everything on the page is read again.
 */
export function useCommand<Input extends object, Payload extends object>({ name, document }: Command<Input, Payload>): Give<Input, Payload> {
  const client = useQueryClient();
  const notify = useNotify();
  const key = useRef<string | null>(null);
  return useCallback(
    async (input, revision) => {
      key.current ??= freshKey();
      const guards = { idempotencyKey: key.current, ...(revision === undefined ? {} : { expectedRevision: revision }) };
      const answer = (await call(document, { input: { ...input, ...guards } }))[name];
      if (answer === undefined) throw clientError("BAD_ANSWER", `Ballast did not say what became of ${name}.`, "Reload the page: it may have been done.");
      key.current = null;
      if (answer.behind) notify("It is recorded; this page catches up in a moment.");
      void client.invalidateQueries();
      return answer;
    },
    [client, document, name, notify],
  );
}
