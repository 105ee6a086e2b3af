export interface Config {
  skywalking?: {
    /** What a canary may be worse by than its release, as SkyWalking measures both. */
    evidence?: {
      /**
       * Environments whose rollouts need it; the protected ones of `pilothouse.environments` when missing. It takes
       * traffic: where fewer requests than `minRequests` come in a step, a canary waits for a person.
       */
      environments?: string[];
      /** For all of them; `policies` says what differs. */
      default?: EvidenceThresholds;
      /** By environment. */
      policies?: { [environment: string]: EvidenceThresholds };
    };
  };
}

export interface EvidenceThresholds {
  /** Requests to the canary in a step, under which nothing is said of it; 100 when missing. */
  minRequests?: number;
  /** How much lower the success rate may be, from 0 to 1; 0.01 when missing. */
  maxSuccessRateDrop?: number;
  /** How many times slower the average and the 90th percentile may be; 1.5 when missing. */
  maxSlowdown?: number;
  /** The same of the 99th percentile, which wavers more; 2 when missing. */
  maxP99Slowdown?: number;
  /** So many milliseconds slower is never too slow; 20 when missing. */
  slowdownAllowanceMs?: number;
}
