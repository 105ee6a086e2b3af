import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);
const TIMEOUT_MS = 120_000;

/** What happens to a control plane, and what ends it. */
export const STRIKES = { hang: 'resume', kill: 'revive' } as const;
export type Strike = keyof typeof STRIKES;

/**
 * Strikes real control planes, and heals them, by the program that PILOTHOUSE_REAL_KUBERNETES_SERVICE names:
 * `FILE hang|resume|kill|revive CLUSTER`.
 */
export class RealFaults {
  readonly #program: string;
  readonly #struck = new Map<string, Strike>();

  constructor(program: string) {
    this.#program = program;
  }

  async strike(cluster: string, strike: Strike): Promise<void> {
    this.#struck.set(cluster, strike);
    await this.#ask(strike, cluster);
  }

  /** Ends what is wrong with it; there may be nothing. */
  async heal(cluster: string): Promise<void> {
    const strike = this.#struck.get(cluster);
    if (!strike) return;
    await this.#ask(STRIKES[strike], cluster);
    this.#struck.delete(cluster);
  }

  async #ask(what: string, cluster: string): Promise<void> {
    await run(this.#program, [what, cluster], { timeout: TIMEOUT_MS });
  }
}
