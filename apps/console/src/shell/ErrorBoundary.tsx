import type { ReactNode } from "react";
import { Component, useEffect, useRef } from "react";
import { hearing, useConnection, useOnline } from "../api/connection.ts";
import { forgetFailures, isNotLoaded, isOfOldVersion } from "../app/loading.ts";
import { mayReload, reload } from "../app/newVersion.ts";
import { useClock } from "../marks/now.ts";
import { ErrorState } from "../marks/States.tsx";
import { useCommandOpen } from "../signIn/openCommands.ts";

/** Tries again by itself when Ballast is reached: when it is heard again, and then every few seconds, as a file may be slower than it. */
function WhenReached({ retry }: { retry: () => void }) {
  const { state } = hearing(useConnection(), useOnline(), useClock(1_000));
  const again = useRef(retry);
  again.current = retry;
  useEffect(() => {
    if (state !== "live") return undefined;
    const timer = setTimeout(() => again.current(), 2_000);
    return () => clearTimeout(timer);
  }, [state]);
  return null;
}

/** Says that there is a new version, and loads it by itself where nothing typed would be lost. */
function NewVersion({ error, where }: { error: unknown; where: string }) {
  const open = useCommandOpen();
  useEffect(() => {
    if (mayReload(open)) reload();
  }, [open]);
  return <ErrorState error={error} where={where} retry={reload} retryWords="Load the new version" />;
}

/**
 * Keeps a view that broke from taking the console with it. A change of `at` gives the view another chance, and so does the network that
 * comes back.
 */
export class ErrorBoundary extends Component<{ at: string; where?: string; children: ReactNode }, { error: unknown; at: string }> {
  override state: { error: unknown; at: string } = { error: null, at: this.props.at };

  static getDerivedStateFromError(error: unknown): { error: unknown } {
    return { error };
  }

  static getDerivedStateFromProps(props: { at: string }, state: { error: unknown; at: string }): { error: unknown; at: string } | null {
    return props.at === state.at ? null : { error: null, at: props.at };
  }

  override componentDidUpdate(before: { at: string }): void {
    // Never while rendering: a page that waits is rendered again and again, and would be fetched each time.
    if (before.at !== this.props.at) forgetFailures();
  }

  readonly retry = (): void => {
    forgetFailures();
    this.setState({ error: null });
  };

  override render(): ReactNode {
    const { error } = this.state;
    if (error === null) return this.props.children;
    if (isOfOldVersion(error)) return <NewVersion error={error} where={this.props.where ?? "This page"} />;
    return (
      <>
        <ErrorState error={error} where={this.props.where ?? "This page"} retry={this.retry} />
        {isNotLoaded(error) ? <WhenReached retry={this.retry} /> : null}
      </>
    );
  }
}
