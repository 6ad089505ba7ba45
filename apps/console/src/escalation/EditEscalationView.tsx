import TextField from "@mui/material/TextField";
import { useState } from "react";
import { useNavigate, useParams } from "react-router";
import { useCommand } from "../data/command.ts";
import { CommandButton } from "../data/CommandButton.tsx";
import { useDraftOf, useDraftState, type DraftHandle } from "../data/draft.ts";
import { nodesOf } from "../data/fields.ts";
import { NoSuchRecord, ReadArea } from "../data/ReadArea.tsx";
import { useRead } from "../data/read.ts";
import { ConfirmCommand } from "../marks/ConfirmCommand.tsx";
import { useNow } from "../marks/now.ts";
import { Columns, Panel, ViewHeader } from "../marks/Panel.tsx";
import { Quiet } from "../marks/Text.tsx";
import { AlwaysNow } from "../shell/AlwaysNow.tsx";
import { CallsPanel, type Tried } from "./CallsPanel.tsx";
import {
  escalationDocument, previewDocument, targetChoicesDocument, writeEscalationPolicy, type Escalation, type EscalationContent,
} from "./escalationDocuments.ts";
import { EscalationFields, useTargetWords } from "./EscalationFields.tsx";
import { contentOf, emptyForm, formOf } from "./escalationForm.ts";

const nothing = {};
const minute = 60_000;

/** Writes a new policy, with whom it would call beside it. */
export function NewEscalationView() {
  return <AlwaysNow><Editor policy={null} /></AlwaysNow>;
}

/** Writes a policy anew, with whom it would call beside it. */
export function EditEscalationView() {
  const { id = "" } = useParams();
  const read = useRead(escalationDocument, { id }, { now: true });
  return (
    <AlwaysNow>
      <ReadArea read={read} where="The policy">
        {({ escalationPolicy: policy }) =>
          policy === null || policy.retired !== null
            ? <NoSuchRecord what="escalation policy" />
            : <Editor key={policy.id} policy={policy} />}
      </ReadArea>
    </AlwaysNow>
  );
}

function Editor({ policy }: { policy: Escalation | null }) {
  const draft = useDraftOf(policy, "escalation.write", policy?.id);
  const [form, setForm] = useDraftState(draft, "form", () => (policy === null ? emptyForm : formOf(policy)));
  const choices = useRead(targetChoicesDocument, nothing, { now: true });
  const services = nodesOf(choices.data?.services);
  const [tried, set] = useState<Tried>({ at: null, service: policy?.services[0]?.id ?? "" });
  const [saving, save] = useState(false);
  const now = useNow(minute);
  const { content, lacks } = contentOf(form);
  const at = tried.at ?? new Date(Math.floor(now / minute) * minute).toISOString();
  const wanted = content === null ? null : {
    policy: content.name === "" ? {
      ...content, name: "without a name",
    } : content, at, service: tried.service === "" ? null : tried.service,
  };
  const preview = useRead(previewDocument, wanted, { now: true, keep: true });
  const words = useTargetWords(choices.data);
  const says = [...form.steps.map(({ targets }) => targets), ...(form.lastly.length === 0 ? [] : [form.lastly])].map(
    (targets) => targets.map(words).join(" and "),
  );
  return (
    <>
      <ViewHeader
        title={policy === null ? "Write an escalation policy" : `Change ${policy.name}`}
        summary="Whom it would call stands beside it, minute by minute: nothing changes until it is saved."
        actions={<CommandButton needs="rotation.write" first onClick={() => save(true)}>Save…</CommandButton>}
      />
      <Columns
        side={
          <CallsPanel
            trial={content === null ? undefined : preview.data?.escalationPreview}
            error={content === null ? null : preview.error}
            says={says} tried={tried} set={set} services={services}
          />
        }
      >
        <Panel title="The policy" padded foot={<Quiet>{lacks ?? "It can be saved."}</Quiet>}>
          <EscalationFields key={draft.starts} form={form} change={setForm} choices={choices.data} words={words} />
        </Panel>
      </Columns>
      {saving && content !== null && lacks === null ? (
        <SaveDialog policy={policy} content={content} draft={draft} onClose={() => save(false)} />
      ) : null}
    </>
  );
}

interface Saving {
  readonly policy: Escalation | null;
  readonly content: EscalationContent;
  readonly draft: DraftHandle;
  readonly onClose: () => void;
}

function SaveDialog({ policy, content, draft, onClose }: Saving) {
  const [reason, setReason] = useDraftState(draft, "reason", "");
  const give = useCommand(writeEscalationPolicy, draft);
  const navigate = useNavigate();
  const act = async (): Promise<void> => {
    const { escalationPolicy } = await give({ policyId: policy?.id ?? null, policy: content, reason });
    draft.sent();
    void navigate(escalationPolicy === null ? "/escalation-policies" : `/escalation-policies/${encodeURIComponent(escalationPolicy.id)}`);
  };
  const used = policy?.services.length ?? 0;
  return (
    <ConfirmCommand
      draft={draft}
      open
      onClose={onClose}
      title={policy === null ? `Save ${content.name}?` : `Save ${policy.name} as it is now?`}
      confirm={`Save ${content.name}`}
      ready
      preview={
        <p>
          {policy === null
            ? "Nothing goes by it until a service names it, or it is made the default."
            : `${used === 0 ? "No service goes by it." : `${used === 1 ? "A service goes" : `${used} services go`} by it from now on.`} A page under way asks it at its next step.`}
        </p>
      }
      act={act}
    >
      <TextField label="Why" value={reason} onChange={(event) => setReason(event.target.value)} />
    </ConfirmCommand>
  );
}
