import { updateTemplateDecider } from "@ballast/domain/updateTemplate";
import { idOf as idFrom } from "@ballast/eventlog";
import type { UpdateTemplateEvent } from "@ballast/schema";
import { z } from "zod";
import { defineMutation } from "../commands/defineMutation.ts";
import { idField, intField, lineField, optional, otherwise, reasonField, wordField, wordsField } from "../commands/inputFields.ts";
import { writtenAnew } from "../commands/writtenAnew.ts";
import { because, type Sentences, type Telling } from "../events/saying.ts";
import type { Slice } from "../slice.ts";
import { UpdateDraftQueries } from "./updateDraft.ts";
import { TemplateReaders, toUpdateTemplate, updateTemplateById, UpdateTemplateQueries } from "./updateTemplateType.ts";

const writeUpdateTemplate = defineMutation({
  name: "writeUpdateTemplate",
  description: "Writes a template of updates, or writes it anew. `templateFacts` says what may stand between its braces.",
  permission: "statusPage.write",
  record: "UpdateTemplate",
  input: {
    updateTemplateId: optional(idField("UpdateTemplate", "Which one; a new one unless told.")),
    name: lineField("What it is called where somebody chooses it."),
    visibility: otherwise(wordField(TemplateReaders, "Who reads what starts from it."), "internal"),
    state: lineField("Where an incident then stands, in a word: Investigating."),
    body: wordsField("What it says: Trouble with {{components}} since {{started}}."),
    nextUpdateInMinutes: optional(
      intField("In how many minutes the next update is promised; left out, none is.", z.int().min(1).max(1_440)),
    ),
  },
  touches: () => null,
  async act(run, { updateTemplateId, name, visibility, state, body, nextUpdateInMinutes }, { log }) {
    const id = await writtenAnew(log, updateTemplateDecider, {
      given: updateTemplateId, fresh: idFrom(updateTemplateDecider, run.commandId), field: "updateTemplateId",
    });
    const said = { updateTemplateId: id, name, visibility, state, body, nextUpdateInMinutes };
    const command = { type: "WriteUpdateTemplate", now: run.now, ...said } as const;
    await run.handle({ aggregate: updateTemplateDecider, id, guarded: true, command });
    return { id };
  },
});

const removeUpdateTemplate = defineMutation({
  name: "removeUpdateTemplate",
  description: "Removes a template of updates: nobody is offered it any more. Its history stays.",
  permission: "statusPage.write",
  record: "UpdateTemplate",
  input: { updateTemplateId: idField("UpdateTemplate", "Which one."), reason: reasonField("Why.") },
  touches: () => null,
  async act(run, { updateTemplateId, reason }) {
    await run.handle({
      aggregate: updateTemplateDecider, id: updateTemplateId, guarded: true,
      command: { type: "RemoveUpdateTemplate", now: run.now, updateTemplateId, reason },
    });
    return { id: updateTemplateId };
  },
});

const sentences: Sentences<UpdateTemplateEvent> = {
  UpdateTemplateWritten: ({ name }, { by }) => `${by} wrote the template of updates ${name}`,
  UpdateTemplateRemoved: ({ reason }, { by }) => `${by} removed a template of updates${because(reason)}`,
};

const telling: Telling<UpdateTemplateEvent> = { UpdateTemplateWritten: "followers", UpdateTemplateRemoved: "followers" };

/** Templates of updates. */
export const updateTemplateSlice = {
  records: {
    UpdateTemplate: {
      category: "updateTemplate",
      find: updateTemplateById,
      of: toUpdateTemplate,
      name: (scope, id) => updateTemplateById(scope, id)?.name ?? "a template of updates",
      view: "update-templates",
      history: "What happened to the template, newest first.",
      search: {},
      servicesOf: null,
    },
  },
  resolvers: [UpdateTemplateQueries, UpdateDraftQueries],
  mutations: [writeUpdateTemplate, removeUpdateTemplate],
  sentences,
  telling,
} satisfies Slice;
