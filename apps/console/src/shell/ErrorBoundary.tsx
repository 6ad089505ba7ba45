import type { ReactNode } from "react";
import { Component } from "react";
import { ErrorState } from "../marks/States.tsx";

/** Keeps a page that broke from taking the console with it. A change of `at` gives the page another chance. */
export class ErrorBoundary extends Component<{ at: string; children: ReactNode }, { error: unknown; at: string }> {
  override state: { error: unknown; at: string } = { error: null, at: this.props.at };

  static getDerivedStateFromError(error: unknown): { error: unknown } {
    return { error };
  }

  static getDerivedStateFromProps(props: { at: string }, state: { error: unknown; at: string }): { error: unknown; at: string } | null {
    return props.at === state.at ? null : { error: null, at: props.at };
  }

  override render(): ReactNode {
    if (this.state.error === null) return this.props.children;
    return <ErrorState error={this.state.error} where="This page" retry={() => this.setState({ error: null })} />;
  }
}
