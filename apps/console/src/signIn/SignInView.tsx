import Button from "@mui/material/Button";
import TextField from "@mui/material/TextField";
import { useLogin } from "ra-core";
import type { SyntheticEvent } from "react";
import { useEffect, useRef, useState } from "react";
import { useNavigate, useSearchParams } from "react-router";
import type { Credentials } from "../api/session.ts";
import { ProblemLine } from "../marks/States.tsx";
import { Sign } from "../shell/Navigation.tsx";
import styles from "./SignInView.module.css";

function useSigningIn() {
  const login = useLogin();
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const send = (credentials: Credentials): void => {
    setBusy(true);
    setError(null);
    login(credentials).catch(setError).finally(() => setBusy(false));
  };
  return { busy, error, send };
}

/** Signs in with the one-time link's token at once, and takes it out of the address. A token works once, so it is sent once. */
function useOneTimeLink(send: (credentials: Credentials) => void): boolean {
  const [parameters] = useSearchParams();
  const navigate = useNavigate();
  const token = parameters.get("token");
  const sent = useRef<string | null>(null);
  useEffect(() => {
    if (token === null || sent.current === token) return;
    sent.current = token;
    void navigate("/sign-in", { replace: true });
    send({ token });
  }, [token, send, navigate]);
  return token !== null || sent.current !== null;
}

/** Name and password, or a one-time link that signs in by itself. */
export function SignInView() {
  const { busy, error, send } = useSigningIn();
  const byLink = useOneTimeLink(send);
  const [name, setName] = useState("");
  const [password, setPassword] = useState("");
  const submit = (event: SyntheticEvent): void => {
    event.preventDefault();
    send({ login: name, password });
  };
  const linkWorks = byLink && error === null;
  return (
    <main className={styles.ground}>
      <form className={styles.card} onSubmit={submit} aria-busy={busy}>
        <h1 className={styles.title}><Sign size={26} /> Ballast</h1>
        <p className={styles.words}>
          {linkWorks ? "The link is signing you in." : "Sign in with your name and password, or open the link that the start printed."}
        </p>
        <TextField
          label="Name"
          name="name"
          autoComplete="username"
          autoFocus
          required
          value={name}
          onChange={(event) => setName(event.target.value)}
        />
        <TextField
          label="Password"
          name="password"
          type="password"
          autoComplete="current-password"
          required
          value={password}
          onChange={(event) => setPassword(event.target.value)}
        />
        <ProblemLine error={error} />
        <Button type="submit" variant="contained" color="primary" disabled={busy || name === "" || password === ""}>
          Sign in
        </Button>
        <p className={styles.hint}>
          No account yet? <code>npm start</code> prints a fresh link each time it runs; it is valid for ten minutes.
        </p>
      </form>
    </main>
  );
}
