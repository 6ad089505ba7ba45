import { count, counted, latency } from "../data/words.ts";
import { Version } from "../marks/Text.tsx";
import { ClockTime } from "../marks/Time.tsx";
import styles from "./DeployView.module.css";
import type { Verdict } from "./deployDocuments.ts";

/** Customers who saw errors, by name, worst first; `total` counts those that are not named. */
export function FailingCustomers({ customers, total }: { customers: Verdict["failingCustomers"]; total: number }) {
  if (total === 0) return null;
  const rest = total - customers.length;
  return (
    <section className={styles.failing}>
      <h3>{counted(total, "customer")} saw errors</h3>
      <ul className={styles.customers}>
        {customers.map(({ customer, errors, requests }) => (
          <li key={customer}>
            <span>{customer}</span>{" "}
            <span>
              {count(errors)} of {count(requests)}
            </span>
          </li>
        ))}
      </ul>
      {rest > 0 ? <p className={styles.quiet}>and {counted(rest, "other")}</p> : null}
    </section>
  );
}

/** A few of the requests behind a verdict. */
export function ExampleRequests({ examples }: { examples: Verdict["examples"] }) {
  if (examples.length === 0) return null;
  return (
    <section className={styles.failing}>
      <h3>Example requests</h3>
      <ul className={styles.examples}>
        {examples.map((example) => (
          <li key={`${example.at}-${example.path}-${example.customer ?? ""}`}>
            <span className={styles.exampleLine}>
              <ClockTime at={example.at} seconds /> <Version>{example.path}</Version> <strong>{example.status}</strong>{" "}
              {latency(example.durationMs)}
            </span>
            <span className={styles.quiet}>
              {[example.customer, example.error, example.traceId === null ? null : `trace ${example.traceId}`]
                .filter((part) => part !== null)
                .join(" · ")}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
