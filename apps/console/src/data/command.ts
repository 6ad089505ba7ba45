import { own } from "@ballast/schema/own";
import { useQueryClient } from "@tanstack/react-query";
import { useNotify } from "ra-core";
import { useCallback, useMemo, useRef } from "react";
import type { Command, Standing } from "@ballast/schema/graphql";
import { ApiError, clientError } from "../api/errors.ts";
import { call } from "../api/graphqlClient.ts";
import { keepKey, keptKey } from "./draft.ts";
import type { DraftHandle } from "./draft.ts";

/** A fresh key. `crypto.randomUUID` is missing on plain HTTP addresses that are not this machine. */
export function freshKey(): string {
  return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** Gives a command. With the draft's revision where it has one; `revision` is for what is of no form. */
export type Give<Input, Payload> = (input: Input, revision?: number) => Promise<Payload>;

/** Where the key of a command stands until its answer came: with the dialog's draft, or with the button. */
function useKey(name: string, draft: DraftHandle | null): { take: () => string; drop: () => void } {
  const own = useRef<string | null>(null);
  return useMemo(
    () => ({
      take: () => {
        own.current = (draft === null ? own.current : keptKey(draft, name)) ?? freshKey();
        if (draft !== null) keepKey(draft, name, own.current);
        return own.current;
      },
      drop: () => {
        own.current = null;
        if (draft !== null) keepKey(draft, name, null);
      },
    }),
    [draft, name],
  );
}

/** Codes that say that what is shown is not so any more. */
const movedCodes = new Set(["REVISION_CONFLICT", "EFFECT_CHANGED"]);

/** The words for a second try with other words, when the first was recorded although its answer was lost. */
function recordedBefore(error: unknown): unknown {
  if (!(error instanceof ApiError) || error.code !== "IDEMPOTENCY_KEY_REUSED") return error;
  return clientError(
    "RECORDED_BEFORE",
    "The try before was recorded after all, as it stood then; only its answer was lost.",
    "Look at the page behind this. Press again only if this is to be recorded as well.",
  );
}

/**
 * Gives a command from a dialog. One idempotency key until its answer came, kept with the draft: pressed again after a
 * lost answer, in a dialog opened again, after a reload, the command is carried out once. After success everything on
 * the page is read again.
 */
export function useCommand<Input extends object, Payload extends Standing>(
  { name, document }: Command<Input, Payload>,
  draft: DraftHandle | null = null,
): Give<Input, Payload> {
  const client = useQueryClient();
  const notify = useNotify();
  const key = useKey(name, draft);
  return useCallback(
    async (input, revision) => {
      const seen = revision ?? draft?.expects;
      const guards = { idempotencyKey: key.take(), ...(seen === undefined ? {} : { expectedRevision: seen }) };
      const answer = await call(document, { input: { ...input, ...guards } }).then(
        (answers) => own(answers, name),
        (error: unknown) => {
          const told = recordedBefore(error);
          if (told !== error) key.drop();
          // Somebody was faster: what they changed is read, and stands in the form beside what was typed.
          if (error instanceof ApiError && movedCodes.has(error.code)) void client.invalidateQueries();
          throw told;
        },
      );
      if (answer === undefined)
        throw clientError("BAD_ANSWER", `Ballast did not say what became of ${name}.`, "Reload the page: it may have been done.");
      key.drop();
      if (answer.behind) notify("It is recorded; this page catches up in a moment.");
      void client.invalidateQueries();
      return answer;
    },
    [client, document, draft?.expects, key, name, notify],
  );
}
