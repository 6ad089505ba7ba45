import type { DataOf, UpdateTemplateEvent } from "@ballast/schema";
import { describe, expect, it } from "vitest";
import { given } from "../specification.ts";
import { filledIn, unfilled, updateTemplateDecider, type TemplateFacts } from "./index.ts";

const said: DataOf<"UpdateTemplateWritten"> = {
  updateTemplateId: "00000000-0000-4000-8000-000000000001", name: "We look into it", visibility: "public", state: "Investigating",
  body: "Trouble with {{components}} since {{started}}.", nextUpdateInMinutes: 20,
};
const written: UpdateTemplateEvent = { type: "UpdateTemplateWritten", data: said };
const removed: UpdateTemplateEvent = {
  type: "UpdateTemplateRemoved", data: { updateTemplateId: said.updateTemplateId, reason: "nobody uses it" },
};
const now = "2026-03-01T10:00:00Z";
const write = (more: Partial<typeof said> = {}) => ({ type: "WriteUpdateTemplate", now, ...said, ...more }) as const;
const remove = { type: "RemoveUpdateTemplate", now, ...removed.data } as const;

describe("a template of updates", () => {
  it("is written, and written anew; the same again is nothing", () => {
    given(updateTemplateDecider, []).when(write()).then([written]);
    given(updateTemplateDecider, [written]).when(write()).then([]);
    const other = { ...said, body: "We know more." };
    given(updateTemplateDecider, [written]).when(write(other)).then([{ type: "UpdateTemplateWritten", data: other }]);
  });

  it("is removed once, and may be written again", () => {
    given(updateTemplateDecider, [written]).when(remove).then([removed]);
    given(updateTemplateDecider, [written, removed]).when(remove).then([]);
    given(updateTemplateDecider, []).when(remove).thenRejected("NOT_FOUND");
    given(updateTemplateDecider, [written, removed]).when(write()).then([written]);
    expect(given(updateTemplateDecider, [removed]).state).toEqual({ status: "absent" });
  });

  it("names facts that there are, and customers none that is not for them", () => {
    const refused = (more: Partial<typeof said>, message: string) =>
      given(updateTemplateDecider, []).when(write(more)).thenRejected("INVALID_INPUT", { path: ["body"], message });
    refused({ body: "Since {{ Beginning }}." }, "{{beginning}}");
    refused({ body: "{{__proto__}}", visibility: "internal" }, "{{__proto__}}");
    refused({ body: "{{commander}} commands." }, "{{commander}} is not for customers");
    const inside = { body: "{{ Commander }} commands {{incident}}.", visibility: "internal" } as const;
    given(updateTemplateDecider, []).when(write(inside)).then([{ type: "UpdateTemplateWritten", data: { ...said, ...inside } }]);
  });
});

describe("a text", () => {
  const facts: TemplateFacts = {
    "incident": "INC-12", "title": "Errors", "public title": null, "severity": "SEV2", "impact": "minor", "services": "checkout",
    "components": "Checkout, $& and $1", "started": "10:42 UTC", "lasted": "5 minutes", "commander": null, "next update": "11:00 UTC",
  };

  it("gets its facts, whatever their case and their spaces; what is not known stays to be said", () => {
    expect(filledIn("{{Components}} since {{ started }}, by {{next   update}}: {{public title}}", facts))
      .toBe("Checkout, $& and $1 since 10:42 UTC, by 11:00 UTC: {{public title}}");
    expect(unfilled("{{public title}} and {{ Public  Title }}, {{constructor}}, {{}}, {{a{b}}"))
      .toEqual(["public title", "constructor", ""]);
    expect(filledIn("{{constructor}} {{}}", facts)).toBe("{{constructor}} {{}}");
  });
});
