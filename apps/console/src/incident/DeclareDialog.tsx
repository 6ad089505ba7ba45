import type { PublicImpact } from "@ballast/schema/graphql";
import Checkbox from "@mui/material/Checkbox";
import FormControlLabel from "@mui/material/FormControlLabel";
import MenuItem from "@mui/material/MenuItem";
import TextField from "@mui/material/TextField";
import { useNavigate } from "react-router";
import { useCommand } from "../data/command.ts";
import { useDraft, useDraftState } from "../data/draft.ts";
import { MomentField } from "../data/MomentField.tsx";
import { ConfirmCommand } from "../marks/ConfirmCommand.tsx";
import { useServiceOptions } from "../choices/serviceOptions.ts";
import { declareIncident } from "./incidentCommands.ts";
import { MatrixField } from "./MatrixField.tsx";
import { TypeField } from "./TypeField.tsx";
import styles from "./Incident.module.css";
import { impactOptions, severityOptions } from "../response/incidentWords.ts";

/** What is declared where somebody begins from: a service's view, a deploy that is suspected. */
export interface DeclareProps {
  service?: string | undefined;
  suspectedDeployId?: string;
  title?: string;
  onClose: () => void;
}

/** A declaration while it is written: everything the dialog asks for is there. */
interface Declaration {
  title: string;
  summary: string;
  severity: number;
  publicImpact: PublicImpact;
  services: readonly string[];
  components: readonly string[];
  impactStartAt: string | null;
  drill: boolean;
  private: boolean;
  incidentTypeId: string;
}

/** Component names, as people type them: one a line or with commas between. */
export function namesIn(text: string): readonly string[] {
  return [...new Set(text.split(/[\n,]/u).map((name) => name.trim()).filter((name) => name !== ""))];
}

function Preview({ draft }: { draft: Declaration }) {
  const severity = severityOptions.find(([value]) => value === draft.severity)?.[1].split(": ")[1] ?? "";
  return (
    <>
      <p>A number is taken and its timeline begins now{draft.impactStartAt === null ? "" : ", its impact where you say"}.</p>
      <ul>
        <li>
          {draft.drill ? "A drill: the same machinery, in no figure; " : ""}
          {draft.services.length === 0 && draft.severity < 4
            ? "Without a service it calls everybody who answers incidents: name one, and its own rotation is called"
            : `Severity ${draft.severity}: ${severity}`}
        </li>
        {draft.publicImpact === "none" ? null : (
          <li>Public impact {draft.publicImpact}: an impact interval is opened for each component</li>
        )}
        {draft.private ? <li>Only responders, commanders, administrators and who takes part see it</li> : null}
      </ul>
    </>
  );
}

const blank: Declaration = {
  title: "", summary: "", severity: 3, publicImpact: "none", services: [], components: [], impactStartAt: null, drill: false,
  private: false, incidentTypeId: "",
};

/** Declares an incident: anyone signed in may. Opens its view. What is wrong, how bad and where come first; the rest can be said later. */
export function DeclareDialog({ service, suspectedDeployId, title = "", onClose }: DeclareProps) {
  const services = useServiceOptions();
  const kept = useDraft("incident.declare", service, suspectedDeployId, title);
  const [draft, setDraft] = useDraftState<Declaration>(kept, "draft", {
    ...blank, title, services: service === undefined ? [] : [service],
  });
  const [components, setComponents] = useDraftState(kept, "components", "");
  const give = useCommand(declareIncident, kept);
  const navigate = useNavigate();
  const [unfolded, setUnfolded] = useDraftState(kept, "unfolded", false);
  const put = (part: Partial<Declaration>): void => setDraft((before) => ({ ...before, ...part }));
  const act = async (): Promise<void> => {
    const { incidentTypeId, ...said } = draft;
    const { incident } = await give({
      ...said, title: draft.title.trim(), components: namesIn(components), ...(incidentTypeId === "" ? {} : { incidentTypeId }),
      ...(suspectedDeployId === undefined ? {} : { suspectedDeployId }),
    });
    if (incident !== null) void navigate(`/incidents/${encodeURIComponent(incident.id)}`);
  };
  return (
    <ConfirmCommand
      draft={kept}
      open
      onClose={onClose}
      danger
      title="Declare an incident?"
      confirm={`Declare a Sev ${draft.severity} incident`}
      ready={draft.title.trim() !== ""}
      preview={<Preview draft={draft} />}
      act={act}
    >
      <TextField
        autoFocus
        required
        label="What is wrong, in a line"
        placeholder="Checkout fails for a share of customers"
        value={draft.title}
        onChange={(event) => put({ title: event.target.value })}
        slotProps={{ htmlInput: { maxLength: 300 } }}
      />
      <TextField select label="Severity" value={draft.severity} onChange={(event) => put({ severity: Number(event.target.value) })}>
        {severityOptions.map(([value, words]) => <MenuItem key={value} value={value}>{words}</MenuItem>)}
      </TextField>
      <MatrixField severity={draft.severity} use={(severity) => put({ severity })} />
      <TextField
        select
        label="Services"
        value={draft.services}
        onChange={(event) => put({ services: ([] as string[]).concat(event.target.value) })}
        slotProps={{
          select: {
            multiple: true,
            displayEmpty: true,
            renderValue: (value) => (Array.isArray(value) && value.length > 0 ? value.join(", ") : "None named"),
          },
        }}
      >
        {services.map(([slug]) => (
          <MenuItem key={slug} value={slug}>
            {slug}
          </MenuItem>
        ))}
      </TextField>
      <TypeField
        severity={draft.severity} services={draft.services} value={draft.incidentTypeId} empty="None"
        set={(incidentTypeId) => put({ incidentTypeId })}
      />
      <details className={styles.more} open={unfolded} onToggle={(event) => setUnfolded(event.currentTarget.open)}>
        <summary>More, which can be said later: components, public impact, since when, a drill</summary>
        <div className={styles.moreFields}>
          <TextField
            label="Components, as customers know them"
            placeholder="Checkout, Search"
            value={components}
            onChange={(event) => setComponents(event.target.value)}
            helperText="With commas between. Left empty, the services stand for them."
          />
          <TextField
            select
            label="Public impact"
            value={draft.publicImpact}
            onChange={(event) => put({ publicImpact: event.target.value as PublicImpact })}
          >
            {impactOptions.map(([value, words]) => (
              <MenuItem key={value} value={value}>
                {words}
              </MenuItem>
            ))}
          </TextField>
          <MomentField
            label="Impact began"
            value={draft.impactStartAt}
            set={(impactStartAt) => put({ impactStartAt })}
            help="Left empty, it is unknown until someone says it."
          />
          <TextField
            label="What is known (may stay empty)"
            multiline
            minRows={2}
            value={draft.summary}
            onChange={(event) => put({ summary: event.target.value })}
            slotProps={{ htmlInput: { style: { padding: "8px 12px" } } }}
          />
          <div>
            <FormControlLabel
              control={<Checkbox checked={draft.drill} onChange={(event) => put({ drill: event.target.checked })} />}
              label="A drill"
            />
            <FormControlLabel
              control={<Checkbox checked={draft.private} onChange={(event) => put({ private: event.target.checked })} />}
              label="Private"
            />
          </div>
        </div>
      </details>
    </ConfirmCommand>
  );
}
