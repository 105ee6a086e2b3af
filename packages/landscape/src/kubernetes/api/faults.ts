import type { Clock } from '../../clock';
import type { OwnFault } from '../../own-faults';

/** How a cluster, or another system, misbehaves. */
export interface Fault {
  /**
   * `hang`: connections are accepted, and nothing comes back any more, on watches neither. `refuse`: nothing listens.
   * `unauthorized`: every token is refused. `error`: everything is answered with 500. `slow`: everything comes `delayMs`
   * late. The others belong to one system each.
   */
  mode:
    | 'none'
    | 'hang'
    | 'refuse'
    | 'unauthorized'
    | 'error'
    | 'slow'
    | OwnFault;
  delayMs: number;
}

/** The switch for the faults of one cluster. */
export class ClusterFaults {
  readonly #clock: Clock;
  readonly #listeners = new Set<() => void>();
  #fault: Fault = { mode: 'none', delayMs: 0 };

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  get(): Fault {
    return this.#fault;
  }

  set(fault: Fault): void {
    this.#fault = { ...fault };
    for (const listener of [...this.#listeners]) listener();
  }

  /** Calls `listener` after every change, until the returned function is called. */
  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Runs `task` when bytes may flow: at once, late, or once the cluster has stopped hanging. */
  pass(task: () => void): void {
    switch (this.#fault.mode) {
      case 'hang': {
        const stop = this.onChange(() => {
          stop();
          this.pass(task);
        });
        return;
      }
      case 'slow':
        this.#clock.after(this.#fault.delayMs, task);
        return;
      default:
        task();
    }
  }
}
