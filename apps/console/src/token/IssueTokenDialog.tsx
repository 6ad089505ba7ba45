import type { Role } from "@ballast/schema/graphql";
import MenuItem from "@mui/material/MenuItem";
import TextField from "@mui/material/TextField";
import { useGetIdentity } from "ra-core";
import { clientError } from "../api/errors.ts";
import { useCommand } from "../data/command.ts";
import { useDraft, useDraftState } from "../data/draft.ts";
import { ConfirmCommand } from "../marks/ConfirmCommand.tsx";
import { roleWords } from "../rights/roles.ts";
import { RolesField } from "../rights/RolesField.tsx";
import { useServiceOptions } from "../choices/serviceOptions.ts";
import { issueToken } from "./tokenDocuments.ts";
import { expiry, lifetimes } from "./tokenWords.ts";

function preview(roles: readonly Role[], services: readonly string[]): string {
  const may = roles.length === 0 ? "nothing yet" : `what ${roles.map(roleWords).join(" and ")} may`;
  return `Whoever has it can do ${may}, in your name, ${services.length === 0 ? "in every service" : `in ${services.join(", ")}`}. It is shown once.`;
}

/** Issues a token for oneself; `issued` gets its secret, which is answered this once. */
export function IssueTokenDialog({ onClose, issued }: { onClose: () => void; issued: (secret: string) => void }) {
  const draft = useDraft("token.issue");
  const [name, setName] = useDraftState(draft, "name", "");
  const [roles, setRoles] = useDraftState<readonly Role[]>(draft, "roles", []);
  const [services, setServices] = useDraftState<readonly string[]>(draft, "services", []);
  const [lifetime, setLifetime] = useDraftState(draft, "lifetime", "90");
  const { identity } = useGetIdentity();
  const own: unknown = identity?.["roles"];
  const options = useServiceOptions();
  const give = useCommand(issueToken, draft);
  const act = async (): Promise<void> => {
    const { secret } = await give({ name: name.trim(), roles, services, expiresAt: expiry(lifetime, Date.now()) });
    if (secret === null)
      throw clientError(
        "SHOWN_ONCE",
        "The token was issued by an earlier try, whose answer was lost.",
        "Revoke it in the list and issue another one.",
      );
    issued(secret);
  };
  return (
    <ConfirmCommand
      draft={draft}
      open
      onClose={onClose}
      title="Issue a token"
      confirm={name.trim() === "" ? "Issue the token" : `Issue ${name.trim()}`}
      ready={name.trim() !== "" && roles.length > 0}
      preview={<p>{preview(roles, services)}</p>}
      act={act}
    >
      <TextField
        label="What it is for"
        autoFocus
        required
        value={name}
        onChange={(event) => setName(event.target.value)}
        placeholder="CI of checkout"
      />
      <RolesField
        label="What it may do: no more than you"
        value={roles}
        set={setRoles}
        within={Array.isArray(own) ? own.map(String) : []}
      />
      <TextField
        select
        label="Services"
        value={services}
        onChange={(event) => setServices(Array.isArray(event.target.value) ? event.target.value.map(String) : [])}
        slotProps={{
          select: {
            multiple: true,
            displayEmpty: true,
            renderValue: () => (services.length === 0 ? "Every service" : services.join(", ")),
          },
          inputLabel: { shrink: true },
        }}
      >
        {options.map(([slug, words]) => (
          <MenuItem key={slug} value={slug}>
            {words}
          </MenuItem>
        ))}
      </TextField>
      <TextField
        select
        label="It lasts"
        value={lifetime}
        onChange={(event) => setLifetime(event.target.value)}
        slotProps={{ select: { displayEmpty: true }, inputLabel: { shrink: true } }}
      >
        {lifetimes.map(([key, words]) => (
          <MenuItem key={key} value={key}>
            {words}
          </MenuItem>
        ))}
      </TextField>
    </ConfirmCommand>
  );
}
