import type { Role } from "@ballast/schema/graphql";
import TextField from "@mui/material/TextField";
import { useState } from "react";
import { useNavigate } from "react-router";
import { useCommand } from "../data/command.ts";
import { useDraft, useDraftState } from "../data/draft.ts";
import { ConfirmCommand } from "../marks/ConfirmCommand.tsx";
import { addPerson } from "./personCommands.ts";
import { PasswordField, shortestPassword } from "./PasswordField.tsx";
import { roleWords } from "../rights/roles.ts";
import { RolesField } from "../rights/RolesField.tsx";

function preview(name: string, roles: readonly Role[], password: string): string {
  const who = name.trim() === "" ? "They" : name.trim();
  const door =
    password === ""
      ? "Without a password they sign in by a link that an administrator makes on Ballast’s machine"
      : "They sign in with this password, which nobody is told by Ballast";
  return `${who} can sign in from now on${roles.length === 0 ? "" : `, as ${roles.map(roleWords).join(", ")}`}. ${door}.`;
}

/** Lets a person in. */
export function AddPersonDialog({ onClose }: { onClose: () => void }) {
  const draft = useDraft("person.add");
  const [name, setName] = useDraftState(draft, "name", "");
  const [login, setLogin] = useDraftState(draft, "login", "");
  const [email, setEmail] = useDraftState(draft, "email", "");
  const [timeZone, setTimeZone] = useDraftState(draft, "timeZone", () => Intl.DateTimeFormat().resolvedOptions().timeZone);
  const [password, setPassword] = useState("");
  const [roles, setRoles] = useDraftState<readonly Role[]>(draft, "roles", ["viewer"]);
  const give = useCommand(addPerson, draft);
  const navigate = useNavigate();
  const ready =
    name.trim() !== ""
    && login.trim() !== ""
    && roles.length > 0
    && timeZone.trim() !== ""
    && (password === "" || password.length >= shortestPassword);
  const act = async (): Promise<void> => {
    const { person } = await give({
      login: login.trim(), name: name.trim(), roles, email: email.trim() === "" ? null : email.trim(), timeZone: timeZone.trim(),
      password: password === "" ? null : password,
    });
    if (person !== null) void navigate(`/people/${encodeURIComponent(person.id)}`);
  };
  return (
    <ConfirmCommand
      draft={draft}
      open
      onClose={onClose}
      title="Add a person"
      confirm={name.trim() === "" ? "Add them" : `Add ${name.trim()}`}
      ready={ready}
      preview={<p>{preview(name, roles, password)}</p>}
      act={act}
    >
      <TextField label="Name" autoFocus required value={name} onChange={(event) => setName(event.target.value)} placeholder="Ana Kovač" />
      <TextField
        label="Signs in as"
        required
        value={login}
        onChange={(event) => setLogin(event.target.value)}
        placeholder="ana@example.com"
        autoComplete="off"
      />
      <RolesField value={roles} set={setRoles} />
      <TextField label="E-mail for pages" type="email" value={email} onChange={(event) => setEmail(event.target.value)} />
      <TextField label="Time zone" required value={timeZone} onChange={(event) => setTimeZone(event.target.value)} />
      <PasswordField label="First password" value={password} set={setPassword} />
    </ConfirmCommand>
  );
}
