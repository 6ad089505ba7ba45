import type { DeployTarget, MetricProvider } from "@ballast/delivery";
import { DeliveryRefused, NoAnswer, type Delivery, type Message, type Notifier } from "@ballast/notifications";
import { until } from "./until.ts";

/** What goes wrong on purpose: calls that are answered otherwise, by service, and addresses that no channel takes. */
export class Disturbances {
  readonly sent: Message[] = [];
  /** Addresses that are refused for good. */
  readonly refused = new Set<string>();
  /** Addresses whose server says nothing, until they are taken off here. */
  readonly hanging = new Set<string>();
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
    deliver: async (message): Promise<Delivery> => {
      if (this.hanging.has(message.to)) {
        await until(() => !this.hanging.has(message.to));
        throw new NoAnswer(message.channel, 10_000);
      }
      if (this.refused.has(message.to)) throw new DeliveryRefused(message.channel, `${message.to} takes nothing`);
      this.sent.push(message);
      return { delivered: true, channel: message.channel };
    },
    close: () => undefined,
  };
}
