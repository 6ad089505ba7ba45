import type { DataOf, UpdateTemplateEvent } from "@ballast/schema";
import { aggregate } from "../aggregate.ts";
import { Rejection } from "../rejection.ts";
import { sameContent } from "../sameContent.ts";
import { isFact, templateFacts, unfilled } from "@ballast/schema/templateFacts";

/** A template of updates that was written, as its events tell it. */
export interface WrittenUpdateTemplate extends DataOf<"UpdateTemplateWritten"> {
  readonly status: "written";
  /** Why it was removed; null: it was not. */
  readonly removed: string | null;
}

/** A template of updates, or none yet. */
export type UpdateTemplate = { readonly status: "absent" } | WrittenUpdateTemplate;

export type UpdateTemplateCommand =
  /** Writes one, or writes it anew. */
  | ({ readonly type: "WriteUpdateTemplate"; readonly now: string } & DataOf<"UpdateTemplateWritten">)
  | ({ readonly type: "RemoveUpdateTemplate"; readonly now: string } & DataOf<"UpdateTemplateRemoved">);

function evolve(template: UpdateTemplate, event: UpdateTemplateEvent): UpdateTemplate {
  if (event.type === "UpdateTemplateWritten") return { status: "written", ...event.data, removed: null };
  return template.status === "absent" ? template : { ...template, removed: event.data.reason };
}

/** Only facts that there are, and only such as those who read it may know. @throws Rejection INVALID_INPUT */
function refuseOtherFacts({ body, visibility }: DataOf<"UpdateTemplateWritten">): void {
  const named = unfilled(body);
  const other = named.find((name) => !isFact(name));
  const known = Object.keys(templateFacts).map((name) => `{{${name}}}`).join(", ");
  if (other !== undefined) throw new Rejection("INVALID_INPUT", `there is no fact {{${other}}}: there are ${known}`, ["body"]);
  const inside = named.find((name) => isFact(name) && visibility === "public" && !templateFacts[name].isPublic);
  if (inside !== undefined)
    throw new Rejection("INVALID_INPUT", `{{${inside}}} is not for customers: leave it out, or make the template internal`, ["body"]);
}

function decide(command: UpdateTemplateCommand, template: UpdateTemplate): readonly UpdateTemplateEvent[] {
  switch (command.type) {
    case "WriteUpdateTemplate": {
      const { type, now, ...data } = command;
      refuseOtherFacts(data);
      const written: UpdateTemplateEvent = { type: "UpdateTemplateWritten", data };
      return sameContent(template, evolve(template, written)) ? [] : [written];
    }
    case "RemoveUpdateTemplate": {
      if (template.status === "absent") throw new Rejection("NOT_FOUND", "there is no such template", ["updateTemplateId"]);
      const { type, now, ...data } = command;
      return template.removed === null ? [{ type: "UpdateTemplateRemoved", data }] : [];
    }
  }
}

/** One that a command makes has its id from that command: a retry makes the same one. */
export const updateTemplateDecider = aggregate("updateTemplate", {
  initialState: { status: "absent" } as UpdateTemplate, evolve, decide, keyOf: (commandId: string) => [commandId],
});
