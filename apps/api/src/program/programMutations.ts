import { programDecider, type ProgramCommand } from "@ballast/domain/program";
import { idOf } from "@ballast/eventlog";
import { z } from "zod";
import type { Permission } from "../auth/permissions.ts";
import { defineMutation, type Mutation } from "../commands/defineMutation.ts";
import { field, idField, type InputFields, type InputOf } from "../commands/inputFields.ts";
import { refuseStrangers } from "../commands/named.ts";
import type { Run } from "../commands/runCommand.ts";
import type { ApiContext } from "../graphql/context.ts";

const programId = idOf(programDecider);

interface Change<Fields extends InputFields> {
  readonly description: string;
  readonly permission: Permission;
  readonly input: Fields;
  readonly command: (input: InputOf<Fields>, run: Run, context: ApiContext) => ProgramCommand | Promise<ProgramCommand>;
}

/** A mutation that changes how the program is set up. */
const change = <const Fields extends InputFields>(name: string, { description, permission, input, command }: Change<Fields>): Mutation =>
  defineMutation({
    name, description, permission, record: "ProgramSettings", input, touches: () => null,
    async act(run, given, context) {
      if (!(await run.earlier(programDecider, programId)))
        await run.handle({ aggregate: programDecider, id: programId, guarded: true, command: await command(given, run, context) });
      return { id: programId };
    },
  });

const readerField = idField("Person", "Who.");

/** Whose clock the program goes by, and who gets its report. */
export const programMutations: readonly Mutation[] = [
  change("setProgramZone", {
    description: "Says whose clock the program goes by: when its weeks begin, and which days stand in its report.",
    permission: "objective.write",
    input: { timeZone: field(() => String, z.string().min(1).max(100), "As `Europe/Zurich`.") },
    command: ({ timeZone }) => ({ type: "SetProgramZone", programId, timeZone }),
  }),
  change("addReportReader", {
    description: "Has the report of each week sent to somebody.",
    permission: "objective.write",
    input: { personId: readerField },
    async command({ personId }, _, { log }) {
      await refuseStrangers(log, [personId], ["personId"]);
      return { type: "AddReportReader", programId, personId };
    },
  }),
  change("removeReportReader", {
    description: "Has it sent to somebody no longer.",
    permission: "objective.write",
    input: { personId: readerField },
    command: ({ personId }) => ({ type: "RemoveReportReader", programId, personId }),
  }),
  change("subscribeToReport", {
    description: "Has the report of each week sent to you, by the ways in which you are reached.",
    permission: "person.self",
    input: {},
    command: (_, { by }) => ({ type: "AddReportReader", programId, personId: by }),
  }),
  change("unsubscribeFromReport", {
    description: "Has it sent to you no longer.",
    permission: "person.self",
    input: {},
    command: (_, { by }) => ({ type: "RemoveReportReader", programId, personId: by }),
  }),
];
