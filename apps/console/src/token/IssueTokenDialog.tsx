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
import { issueToken, openCalendar } from "./tokenDocuments.ts";
import { expiry, lifetimes, type TokenKind } from "./tokenWords.ts";

function preview(roles: readonly Role[], services: readonly string[]): string {
  const may = roles.length === 0 ? "nothing yet" : `what ${roles.map(roleWords).join(" and ")} may`;
  return `Whoever has it can do ${may}, in your name, ${services.length === 0 ? "in every service" : `in ${services.join(", ")}`}. It is shown once.`;
}

function applicationPreview(environment: string): string {
  const where = environment === "" ? "an environment" : environment;
  return `Whoever has it can ask what customers get of the flags in ${where}, and nothing else. It is shown once.`;
}

const calendarPreview =
  "Whoever has its address sees what is due, as you may see it: days that are promised, reviews, acceptances that end. It is shown once, and holds until it is revoked.";

const kinds: readonly (readonly [kind: TokenKind, words: string])[] = [
  ["program", "A program that acts for you: CI, a script, the command line"],
  ["application", "An application that asks for flags"],
  ["calendar", "A calendar that shows what is due"],
];

const kindOf = (value: string): TokenKind => kinds.find(([key]) => key === value)?.[0] ?? "program";

/** Issues a token for oneself; `issued` gets its secret, which is answered this once. */
export function IssueTokenDialog({ onClose, issued }: { onClose: () => void; issued: (secret: string, kind: TokenKind) => void }) {
  const draft = useDraft("token.issue");
  const [kind, setKind] = useDraftState<TokenKind>(draft, "kind", "program");
  const [environment, setEnvironment] = useDraftState(draft, "environment", "production");
  const [name, setName] = useDraftState(draft, "name", "");
  const [roles, setRoles] = useDraftState<readonly Role[]>(draft, "roles", []);
  const [services, setServices] = useDraftState<readonly string[]>(draft, "services", []);
  const [lifetime, setLifetime] = useDraftState(draft, "lifetime", "90");
  const { identity } = useGetIdentity();
  const own: unknown = identity?.["roles"];
  const asks = kind === "application";
  const shows = kind === "calendar";
  const give = useCommand(issueToken, draft);
  const show = useCommand(openCalendar, draft);
  const issue = async (): Promise<string | null> => {
    if (shows) return (await show({ name: name.trim() })).address;
    const may = asks ? { roles: ["application"] as const, environment: environment.trim() } : { roles, services };
    return (await give({ name: name.trim(), ...may, expiresAt: expiry(lifetime, Date.now()) })).secret;
  };
  const act = async (): Promise<void> => {
    const secret = await issue();
    if (secret === null)
      throw clientError(
        "SHOWN_ONCE",
        "The token was issued by an earlier try, whose answer was lost.",
        "Revoke it in the list and issue another one.",
      );
    issued(secret, kind);
  };
  return (
    <ConfirmCommand
      draft={draft}
      open
      onClose={onClose}
      title="Issue a token"
      confirm={name.trim() === "" ? "Issue the token" : `Issue ${name.trim()}`}
      ready={name.trim() !== "" && (shows || (asks ? environment.trim() !== "" : roles.length > 0))}
      preview={<p>{shows ? calendarPreview : asks ? applicationPreview(environment.trim()) : preview(roles, services)}</p>}
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
      <TextField select label="Who comes in with it" value={kind} onChange={(event) => setKind(kindOf(event.target.value))}>
        {kinds.map(([key, words]) => (
          <MenuItem key={key} value={key}>
            {words}
          </MenuItem>
        ))}
      </TextField>
      {asks ? (
        <TextField
          label="Flags of this environment"
          required
          value={environment}
          onChange={(event) => setEnvironment(event.target.value)}
        />
      ) : shows ? null : (
        <ActingFields roles={roles} setRoles={setRoles} services={services} setServices={setServices} own={own} />
      )}
      {shows ? null : <LifetimeField value={lifetime} set={setLifetime} />}
    </ConfirmCommand>
  );
}

function LifetimeField({ value, set }: { value: string; set: (value: string) => void }) {
  return (
    <TextField
      select
      label="It lasts"
      value={value}
      onChange={(event) => set(event.target.value)}
      slotProps={{ select: { displayEmpty: true }, inputLabel: { shrink: true } }}
    >
      {lifetimes.map(([key, words]) => (
        <MenuItem key={key} value={key}>
          {words}
        </MenuItem>
      ))}
    </TextField>
  );
}

interface ActingProps {
  readonly roles: readonly Role[];
  readonly setRoles: (roles: readonly Role[]) => void;
  readonly services: readonly string[];
  readonly setServices: (services: readonly string[]) => void;
  /** Roles of who issues it. */
  readonly own: unknown;
}

/** What a token may do that acts for somebody, and where. */
function ActingFields({ roles, setRoles, services, setServices, own }: ActingProps) {
  const options = useServiceOptions();
  return (
    <>
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
    </>
  );
}
