import Checkbox from "@mui/material/Checkbox";
import FormControlLabel from "@mui/material/FormControlLabel";
import MenuItem from "@mui/material/MenuItem";
import TextField from "@mui/material/TextField";
import { useNavigate } from "react-router";
import { useCommand } from "../data/command.ts";
import { useDraft, useDraftState } from "../data/draft.ts";
import { ConfirmCommand } from "../marks/ConfirmCommand.tsx";
import { recordRelease } from "./releaseCommands.ts";

interface Draft {
  service: string;
  version: string;
  sha: string;
  notes: string;
  safe: boolean;
  unsafeReason: string;
  start: string;
}

function inputOf({ service, version, sha, notes, safe, unsafeReason, start }: Draft) {
  const [program, ...args] = start.trim().split(/\s+/u);
  return {
    service, version: version.trim(), notes, rollbackSafe: safe,
    ...(sha.trim() === "" ? {} : { sha: sha.trim() }),
    ...(safe ? {} : { rollbackUnsafeReason: unsafeReason }),
    ...(program === undefined || program === "" ? {} : { artifact: { command: program, args } }),
  };
}

/** Records a release by hand; CI does it with `ballast release`, with commits. Opens the release. */
export function RecordReleaseDialog({ services, service, onClose }: { services: readonly string[]; service: string; onClose: () => void }) {
  const kept = useDraft("release.record", service);
  const [draft, setDraft] = useDraftState<Draft>(kept, "draft", {
    service: service || (services[0] ?? ""), version: "", sha: "", notes: "", safe: true, unsafeReason: "", start: "",
  });
  const give = useCommand(recordRelease, kept);
  const navigate = useNavigate();
  const put = (part: Partial<Draft>): void => setDraft((before) => ({ ...before, ...part }));
  const named = draft.service !== "" && draft.version.trim() !== "";
  const does = named ? `Record ${draft.service} ${draft.version.trim()}` : "Record a release";
  const act = async (): Promise<void> => {
    const { release } = await give(inputOf(draft));
    if (release !== null) void navigate(`/releases/${encodeURIComponent(release.id)}`);
  };
  return (
    <ConfirmCommand
      open
      draft={kept}
      onClose={onClose}
      title="Record a release"
      confirm={does}
      ready={named && (draft.safe || draft.unsafeReason.trim() !== "")}
      preview={
        <>
          <p>
            {named
              ? `${draft.service} ${draft.version.trim()} stands for ever: a release never changes, and recording it again does nothing.`
              : "A release is a version of a service; once recorded it never changes."}
          </p>
          <p>
            {draft.start.trim() === "" ? "Without a command it cannot be deployed from here." : "The fleet can deploy it."} CI records
            commits too, with <code>ballast release</code>.
          </p>
        </>
      }
      act={act}
    >
      <TextField select label="Service" value={draft.service} onChange={(event) => put({ service: event.target.value })}>
        {services.map((slug) => <MenuItem key={slug} value={slug}>{slug}</MenuItem>)}
      </TextField>
      <TextField
        label="Version"
        required
        value={draft.version}
        onChange={(event) => put({ version: event.target.value })}
        placeholder="2026.11.5"
      />
      <TextField
        label="Commit it was built from"
        value={draft.sha}
        onChange={(event) => put({ sha: event.target.value })}
        placeholder="9f31c2a"
      />
      <TextField
        label="What it brings"
        multiline
        minRows={2}
        value={draft.notes}
        onChange={(event) => put({ notes: event.target.value })}
        slotProps={{ htmlInput: { style: { padding: "8px 12px" } } }}
      />
      <TextField
        label="Command that starts it, for the fleet"
        value={draft.start}
        onChange={(event) => put({ start: event.target.value })}
        placeholder="node server.js --port 0"
      />
      <FormControlLabel
        control={<Checkbox checked={draft.safe} onChange={(event) => put({ safe: event.target.checked })} />}
        label="Going back from it is safe"
      />
      {draft.safe ? null : (
        <TextField
          label="What going back would break"
          required
          value={draft.unsafeReason}
          onChange={(event) => put({ unsafeReason: event.target.value })}
        />
      )}
    </ConfirmCommand>
  );
}
