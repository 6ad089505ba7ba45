import TextField from "@mui/material/TextField";
import { useState } from "react";
import type { Credentials } from "../api/session.ts";
import { knownSession, signInAgain } from "../api/signInAgain.ts";
import styles from "./SignInFields.module.css";

/** What is typed to sign in again. */
export interface SigningIn {
  readonly name: string;
  readonly password: string;
  readonly set: (part: Partial<Pick<SigningIn, "name" | "password">>) => void;
  /** Signs in; without a password, by what another window did. */
  readonly send: () => Promise<void>;
}

/** Signing in again under the open page. */
export function useSigningIn(): SigningIn {
  const [typed, setTyped] = useState({ name: knownSession()?.person.login ?? "", password: "" });
  const credentials: Credentials | null = typed.password === "" ? null : { login: typed.name, password: typed.password };
  return {
    ...typed,
    set: (part) => setTyped((before) => ({ ...before, ...part })),
    send: async () => {
      await signInAgain(credentials);
      setTyped(({ name }) => ({ name, password: "" }));
    },
  };
}

/** Name and password, where the work stands that the session's end interrupted. Part of a form. */
export function SignInFields({ signing, kept }: { signing: SigningIn; kept: string }) {
  const { name, password, set } = signing;
  return (
    <fieldset className={styles.fields}>
      <legend className={styles.words} role="alert">Your session has ended. {kept}</legend>
      <TextField label="Name" name="name" autoComplete="username" value={name} onChange={(event) => set({ name: event.target.value })} />
      <TextField
        label="Password"
        name="password"
        type="password"
        autoFocus
        autoComplete="current-password"
        value={password}
        onChange={(event) => set({ password: event.target.value })}
      />
      <p className={styles.hint}>
        Without a password: open a fresh sign-in link in another window of this browser, then press the button here.
      </p>
    </fieldset>
  );
}
