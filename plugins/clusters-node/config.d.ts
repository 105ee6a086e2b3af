import type { HumanDuration } from '@backstage/types';

export interface Config {
  pilothouse?: {
    /** How Pilothouse connects to the clusters of `kubernetes:`. */
    clusters?: {
      /**
       * The extension point of the kubernetes plugin through which the bridge passes; each takes one module only. Choose
       * the other where a module of yours has it. Default: `router`.
       */
      bridgeHook?: 'router' | 'objectsProvider';
      /** How long to wait at the start until the kubernetes plugin hands in its clusters. Default: 20 s. */
      startTimeout?: HumanDuration | string;
      /** How long a watch goes on after its last viewer has left. Default: 1 min. */
      watchLinger?: HumanDuration | string;
      /** After how long without a byte a watch is dead. API servers send a bookmark every minute. Default: 2 min. */
      watchSilence?: HumanDuration | string;
    };
  };
}
