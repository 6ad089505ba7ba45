import type { DeployTarget, MetricProvider } from "@ballast/delivery";
import { DeliveryRefused, type Delivery, type Message, type Notifier } from "@ballast/notifications";

/** What goes wrong on purpose: calls that are answered otherwise, by service, and addresses that no channel takes. */
export class Disturbances {
  readonly sent: Message[] = [];
  /** Addresses that are refused for good. */
  readonly refused = new Set<string>();
  readonly #targets = new Map<string, Partial<DeployTarget>>();
  readonly #metrics = new Map<string, Partial<MetricProvider>>();

  /** Answers these calls of a service's target so from now on; without any, all work again. */
  target(service: string, calls: Partial<DeployTarget> = {}): void {
    this.#targets.set(service, calls);
  }

  /** The same for its metrics. */
  metrics(service: string, calls: Partial<MetricProvider> = {}): void {
    this.#metrics.set(service, calls);
  }

  /** The target as it is at each call: a disturbance begins and ends under a workflow's hands. */
  targetOf(service: string, real: DeployTarget): DeployTarget {
    return { ...real, ...this.#targets.get(service) };
  }

  metricsOf(service: string, real: MetricProvider): MetricProvider {
    return { ...real, ...this.#metrics.get(service) };
  }

  /** Keeps what it is given instead of sending it. */
  readonly notifier: Notifier = {
    deliver: (message): Promise<Delivery> => {
      if (this.refused.has(message.to)) return Promise.reject(new DeliveryRefused(message.channel, `${message.to} takes nothing`));
      this.sent.push(message);
      return Promise.resolve({ delivered: true, channel: message.channel });
    },
    close: () => undefined,
  };
}
