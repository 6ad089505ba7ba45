import Button from "@mui/material/Button";
import TextField from "@mui/material/TextField";
import { useState } from "react";
import { useNavigate, useParams } from "react-router";
import { useCommand } from "../data/command.ts";
import { CommandButton } from "../data/CommandButton.tsx";
import { useDraftOf, useDraftState, type DraftHandle } from "../data/draft.ts";
import { NoSuchRecord, ReadArea } from "../data/ReadArea.tsx";
import { useRead } from "../data/read.ts";
import { ConfirmCommand } from "../marks/ConfirmCommand.tsx";
import { Columns, Panel, ViewHeader } from "../marks/Panel.tsx";
import { Quiet } from "../marks/Text.tsx";
import { AlwaysNow } from "../shell/AlwaysNow.tsx";
import { alertRuleDocument, writeAlertRule, type AlertRule, type RuleContent, type TrialVariables } from "./alertRuleDocuments.ts";
import { RuleFields } from "./RuleFields.tsx";
import { contentOf, emptyForm, formOf } from "./ruleForm.ts";
import { Trial } from "./Trial.tsx";

/** Writes a new rule, with what it would have done beside it. */
export function NewAlertRuleView() {
  return <AlwaysNow><Editor rule={null} /></AlwaysNow>;
}

/** Writes a rule anew, with what it would have done beside it. */
export function EditAlertRuleView() {
  const { id = "" } = useParams();
  const read = useRead(alertRuleDocument, { id }, { now: true });
  return (
    <AlwaysNow>
      <ReadArea read={read} where="The rule">
        {({ alertRule: rule }) =>
          rule === null || rule.removed !== null ? <NoSuchRecord what="alert rule" /> : <Editor key={rule.id} rule={rule} />}
      </ReadArea>
    </AlwaysNow>
  );
}

function Editor({ rule }: { rule: AlertRule | null }) {
  const draft = useDraftOf(rule, "alertRule.write", rule?.id);
  const [form, setForm] = useDraftState(draft, "form", () => (rule === null ? emptyForm : formOf(rule)));
  const [tried, tryIt] = useState<TrialVariables | null>(null);
  const [saving, save] = useState(false);
  const made = contentOf(form);
  const content = "content" in made ? made.content : null;
  const wanted = content === null ? null : { ruleId: rule?.id ?? null, rule: content };
  const isTried = tried !== null && JSON.stringify(tried) === JSON.stringify(wanted);
  return (
    <>
      <ViewHeader
        title={rule === null ? "Write an alert rule" : `Change ${rule.reference}`}
        summary="It is tried on the alerts of the last 30 days: nothing changes until it is saved."
        actions={
          <>
            <Button variant={isTried ? "outlined" : "contained"} color={isTried ? "inherit" : "primary"} disabled={content === null}
              onClick={() => tryIt(wanted)}>
              Try it
            </Button>
            <CommandButton needs="alertRule.write" first={isTried} onClick={() => save(true)}>Save…</CommandButton>
          </>
        }
      />
      <Columns side={<Trial variables={tried} isOfNow={isTried} />}>
        <Panel title="The rule" padded foot={<Quiet>{"lacks" in made ? made.lacks : "It can be tried and saved."}</Quiet>}>
          <RuleFields key={draft.starts} form={form} change={setForm} />
        </Panel>
      </Columns>
      {saving && content !== null ? (
        <SaveDialog rule={rule} content={content} draft={draft} isTried={isTried} onClose={() => save(false)} />
      ) : null}
    </>
  );
}

interface Saving {
  readonly rule: AlertRule | null;
  readonly content: RuleContent;
  readonly draft: DraftHandle;
  readonly isTried: boolean;
  readonly onClose: () => void;
}

function SaveDialog({ rule, content, draft, isTried, onClose }: Saving) {
  const [reason, setReason] = useDraftState(draft, "reason", "");
  const give = useCommand(writeAlertRule, draft);
  const navigate = useNavigate();
  const act = async (): Promise<void> => {
    const { alertRule } = await give({ ruleId: rule?.id ?? null, rule: content, reason });
    draft.sent();
    void navigate(alertRule === null ? "/alert-rules" : `/alert-rules/${encodeURIComponent(alertRule.id)}`);
  };
  return (
    <ConfirmCommand
      draft={draft}
      open
      onClose={onClose}
      title={rule === null ? `Save ${content.name}?` : `Save ${rule.reference} as it is now?`}
      confirm={`Save ${content.name}`}
      ready
      preview={
        <p>
          {isTried ? "It was tried as it stands. " : "It was not tried as it stands. "}
          Alerts that fire {content.active === false ? "once it is turned on" : "from now on"} meet it; those that fire already stay as
          they are.
        </p>
      }
      act={act}
    >
      <TextField label="Why" value={reason} onChange={(event) => setReason(event.target.value)} />
    </ConfirmCommand>
  );
}
