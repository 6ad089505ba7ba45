import type { DataOf, ProgramEvent } from "@ballast/schema";
import { aggregate } from "../aggregate.ts";
import { isTimeZone } from "../oncall/wallClock.ts";
import { Rejection } from "../rejection.ts";

/** How the program of an installation is set up. */
export interface SetProgram {
  readonly status: "set";
  readonly programId: string;
  /** Whose calendar it goes by; UTC until somebody says otherwise. */
  readonly timeZone: string;
  /** Who gets the report of each week, in the order in which they came. */
  readonly readerIds: readonly string[];
}

export type ProgramSettings = { readonly status: "absent" } | SetProgram;

export type ProgramCommand =
  | ({ readonly type: "SetProgramZone" } & DataOf<"ProgramZoneSet">)
  | ({ readonly type: "AddReportReader" } & DataOf<"ReportReaderAdded">)
  | ({ readonly type: "RemoveReportReader" } & DataOf<"ReportReaderRemoved">);

/** Until somebody says otherwise. */
export const USUAL_PROGRAM_ZONE = "UTC";
/** So many get the report of each week at most. */
export const MOST_REPORT_READERS = 200;

const known = (program: ProgramSettings, programId: string): SetProgram =>
  program.status === "set" ? program : { status: "set", programId, timeZone: USUAL_PROGRAM_ZONE, readerIds: [] };

function evolve(before: ProgramSettings, { type, data }: ProgramEvent): ProgramSettings {
  const program = known(before, data.programId);
  if (type === "ProgramZoneSet") return { ...program, timeZone: data.timeZone };
  const others = program.readerIds.filter((id) => id !== data.personId);
  return { ...program, readerIds: type === "ReportReaderAdded" ? [...others, data.personId] : others };
}

function decide(command: ProgramCommand, before: ProgramSettings): readonly ProgramEvent[] {
  const { timeZone, readerIds } = known(before, command.programId);
  switch (command.type) {
    case "SetProgramZone": {
      const { type: _, ...data } = command;
      if (!isTimeZone(data.timeZone))
        throw new Rejection("INVALID_INPUT", `"${data.timeZone}" is no time zone; name one like Europe/Zagreb or UTC`, ["timeZone"]);
      return data.timeZone === timeZone ? [] : [{ type: "ProgramZoneSet", data }];
    }
    case "AddReportReader": {
      const { type: _, ...data } = command;
      if (readerIds.includes(data.personId)) return [];
      if (readerIds.length >= MOST_REPORT_READERS)
        throw new Rejection("TOO_LARGE", `${String(MOST_REPORT_READERS)} people get the report already, which are the most`, ["personId"]);
      return [{ type: "ReportReaderAdded", data }];
    }
    case "RemoveReportReader": {
      const { type: _, ...data } = command;
      return readerIds.includes(data.personId) ? [{ type: "ReportReaderRemoved", data }] : [];
    }
  }
}

/** The one program of an installation. */
export const programDecider = aggregate("program", {
  initialState: { status: "absent" } as ProgramSettings, evolve, decide, keyOf: () => ["program"],
});
