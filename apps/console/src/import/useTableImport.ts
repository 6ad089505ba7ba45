import { neverGenerateCode, tableText, TableFailure, type TableResult } from "@ballast/schema/tables";
import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { clientError } from "../api/errors.ts";
import { tableClient } from "./tableClient.ts";
import type { TableKind } from "./tableKinds.ts";

// The console runs no code that is made from text, and its policy would say so.
neverGenerateCode();

/** A file that was chosen, as text. */
export interface ChosenFile {
  readonly name: string;
  readonly text: string;
}

/** Where an import stands: nothing is recorded before `done` of one that is no dry run. */
export type Standing =
  | { readonly at: "nothing" }
  | { readonly at: "running"; readonly dryRun: boolean; readonly file: ChosenFile; readonly done: number; readonly of: number }
  | { readonly at: "seen" | "done"; readonly file: ChosenFile; readonly result: TableResult }
  | { readonly at: "failed" | "stopped"; readonly file: ChosenFile | null; readonly dryRun: boolean; readonly error: unknown };

/** A file that is none of ours is told like any other refusal. */
const told = (error: unknown): unknown =>
  error instanceof TableFailure ? clientError("INVALID_INPUT", error.message, error.remedy ?? "Choose another file.") : error;

/** Whoever draws gets a turn so often, rows. */
const TURN = 500;

/** An import of one kind: looks first, then carries out; leaving the view, or stopping, ends it after the rows it is at. */
export function useTableImport(kind: TableKind) {
  const [standing, setStanding] = useState<Standing>({ at: "nothing" });
  const running = useRef<AbortController | null>(null);
  const client = useQueryClient();
  useEffect(() => () => running.current?.abort(), []);

  const run = async (file: ChosenFile, dryRun: boolean): Promise<void> => {
    const abort = new AbortController();
    running.current = abort;
    const show = (next: Standing): void => {
      if (running.current === abort) setStanding(next);
    };
    let shown = 0;
    show({ at: "running", dryRun, file, done: 0, of: 0 });
    try {
      const result = await kind.run(tableClient(abort.signal), {
        text: file.text, dryRun, file: file.name, signal: abort.signal,
        progress: async (done, of) => {
          if (dryRun && done - shown < TURN) return;
          shown = done;
          show({ at: "running", dryRun, file, done, of });
          if (dryRun) await new Promise((resolve) => { setTimeout(resolve, 0); });
        },
      });
      show({ at: dryRun ? "seen" : "done", file, result });
    } catch (error) {
      show({ at: abort.signal.aborted ? "stopped" : "failed", file, dryRun, error: told(error) });
    }
    if (!dryRun) void client.invalidateQueries();
  };

  const choose = async (chosen: File): Promise<void> => {
    try {
      const bytes = new Uint8Array(await chosen.arrayBuffer());
      await run({ name: chosen.name, text: tableText(bytes, chosen.name) }, true);
    } catch (error) {
      setStanding({ at: "failed", file: null, dryRun: true, error: told(error) });
    }
  };

  return {
    standing, choose, carryOut: (file: ChosenFile) => void run(file, false), stop: () => running.current?.abort(),
    begin: () => {
      running.current?.abort();
      running.current = null;
      setStanding({ at: "nothing" });
    },
  };
}
