export interface Config {
  skywalking?: {
    /** From when on a service, or a side of it while a canary runs, is called degraded. */
    health?: {
      /** Part of the requests that has to succeed, 0 to 1. 0.99 when missing. */
      minSuccessRate?: number;
      /** Milliseconds that 99 of 100 requests of a service may take at most. 2000 when missing. */
      maxP99?: number;
      /** A service may be so many times as slow as yesterday, a canary as its release. 2 when missing. */
      slowerThan?: number;
      /** Of fewer requests nothing is said. 10 when missing. */
      minRequests?: number;
    };
  };
}
