import type { FlagKind } from "@ballast/schema/graphql";
import TextField from "@mui/material/TextField";
import { useNavigate } from "react-router";
import { useCommand } from "../data/command.ts";
import { useDraft, useDraftState } from "../data/draft.ts";
import { MomentField } from "../data/MomentField.tsx";
import { useRead } from "../data/read.ts";
import { Choice } from "../marks/Choice.tsx";
import { ConfirmCommand } from "../marks/ConfirmCommand.tsx";
import { registerFlag } from "./flagCommands.ts";
import { flagPoliciesDocument } from "./flagDocuments.ts";

const kinds: readonly (readonly [FlagKind, string])[] = [
  ["release", "Release"],
  ["experiment", "Experiment"],
  ["operations", "Operations"],
  ["permission", "Permission"],
];
const fits = /^[A-Za-z0-9._-]{1,200}$/u;

/**
 * Registers a flag that is on or off, off for everyone at first. Other variants are registered from the terminal; rules are edited on its
 * page.
 */
export function RegisterFlagDialog({ onClose }: { onClose: () => void }) {
  const draft = useDraft("flag.register");
  const [key, setKey] = useDraftState(draft, "key", "");
  const [kind, setKind] = useDraftState<FlagKind>(draft, "kind", "release");
  const [description, setDescription] = useDraftState(draft, "description", "");
  const [expiresAt, setExpiresAt] = useDraftState<string | null>(draft, "expiresAt", null);
  const give = useCommand(registerFlag, draft);
  const navigate = useNavigate();
  const policies = useRead(flagPoliciesDocument, {}, { now: true }).data?.flagPolicies ?? [];
  const environments = policies.flatMap(({ environment }) => environment ?? []);
  const where = environments.length === 0 ? ["production"] : environments;
  const act = async (): Promise<void> => {
    await give({
      key: key.trim(), kind, description: description.trim(), environments: where, ...(expiresAt === null ? {} : { expiresAt }),
    });
    void navigate(`/flags/${encodeURIComponent(key.trim())}`);
  };
  return (
    <ConfirmCommand
      draft={draft}
      open
      onClose={onClose}
      title="Register a flag"
      confirm={key.trim() === "" ? "Register it" : `Register ${key.trim()}`}
      ready={fits.test(key.trim())}
      preview={<p>Off for everyone in {where.join(", ")} until somebody raises its share. Applications ask for it by its key, for ever.</p>}
      act={act}
    >
      <TextField
        label="Key"
        autoFocus
        required
        value={key}
        onChange={(event) => setKey(event.target.value)}
        placeholder="one-page-pay"
        error={key !== "" && !fits.test(key.trim())}
        helperText="Letters, digits, `.`, `_` and `-`."
      />
      <Choice label="What it is for" value={kind} options={kinds} onChange={setKind} />
      <TextField label="What it does" value={description} onChange={(event) => setDescription(event.target.value)} />
      {kind === "release" || kind === "experiment" ? <MomentField label="Should be gone by" value={expiresAt} set={setExpiresAt} /> : null}
    </ConfirmCommand>
  );
}
