export interface Config {
  pilothouse?: {
    /** The stages that software goes through, in order of promotion. Without them nothing is shown. */
    environments?: Array<{
      /** Stands in ids and paths: letters, digits and `. _ : @ -`. */
      name: string;
      /** Asks for more care: a confirmation by name, an approval. */
      protected?: boolean;
      /** Names of clusters from `kubernetes:`, in order of rollout. */
      clusters: string[];
      /**
       * Only these namespaces of the clusters belong to it; `*` stands for any characters. An environment that names
       * its namespaces comes before one that does not, so that `staging` can be a guest on a cluster of `prod`.
       */
      namespaces?: string[];
    }>;
    /**
     * Grants: whose entities may show what runs where. The label `pilothouse.io/owner` of a Namespace grants as well:
     * `team-order` stands for `group:default/team-order`.
     */
    namespaces?: Array<{
      /** Name of an environment. */
      environment: string;
      /** One of its clusters; all of them when missing. */
      cluster?: string;
      /** Name of the namespace; `*` stands for any characters. */
      namespace: string;
      /** References of groups or users, such as `group:default/team-order`; `*` stands for any characters. */
      owners: string[];
    }>;
  };
  release?: {
    /**
     * How careful rollouts are: an entry per environment of `pilothouse.environments`, and `default` for what an
     * environment does not say itself. Durations are ISO 8601 (`PT6H`, `P1D`) or as Go and Kubernetes have them
     * (`6h30m`, `90s`), with `d` for 24 hours; none is longer than 30 days.
     */
    policies?: {
      [environment: string]: {
        /** A canary first, or the release only. `canary` when missing. */
        strategy?: 'canary' | 'rolling';
        /** Between one canary pod and the next. 6h when missing. */
        stepInterval?: string;
        /** How long the canary is watched after its last pod came. 24h when missing. */
        bake?: string;
        /** The canary grows to so many pods, 1 to 100. 3 when missing. */
        maxCanaryReplicas?: number;
        /**
         * What opens the way to the promotion: nothing more than good evidence, anybody who may promote, or an approval,
         * which in protected environments is never the author's. `approval` in protected environments when missing,
         * `automatic` elsewhere. Where nobody counts requests, a protected environment always asks for approval.
         */
        gate?: 'automatic' | 'manual' | 'approval';
        /** A promotion that takes longer is reverted. 30m when missing. */
        promoteTimeout?: string;
        /** How long a cluster is watched after its promotion, before the next begins. 2h when missing. */
        soak?: string;
        /** Every cluster has a canary of its own, instead of the first alone. */
        canaryPerCluster?: boolean;
        /** Pods that are not ready so long after a step began fail it. 10m when missing. */
        readyTimeout?: string;
        /**
         * In a protected environment nobody goes under these, nor to a weaker gate, without the permission
         * `release.policy.override` and a reason.
         */
        minimum?: { stepInterval?: string; bake?: string; soak?: string };
        /** Bounds of scaling by hand, and of canaries. 0 to 50 when missing. */
        replicas?: { min?: number; max?: number };
      };
    };
    /** OCI registries: where the images of workloads come from. */
    registries?: Array<{
      /** As it stands in images: `registry.example.com:5000`. */
      host: string;
      /** Where it is reached; `https://` and the host when missing. */
      url?: string;
      username?: string;
      /** @visibility secret */
      password?: string;
      /** Hosts beside its own to which its account may be sent for a token. */
      tokenHosts?: string[];
      /** The clusters that pull from it, where several registries go by one name. All of them when missing. */
      clusters?: string[];
      /** It is a Harbor: tells when images were pushed, and how far they are replicated. */
      harbor?: { url: string };
    }>;
    /** Windows in which nothing is changed, which only a deployment of the portal changes. */
    freezes?: Array<{
      /** Small letters, digits and `-`; part of its id. */
      name: string;
      reason: string;
      /** What it covers; everything where a part is missing. */
      scope?: { environments?: string[]; systems?: string[] };
      /** Once: from and to are ISO 8601 with an offset; without an end it holds for ever. */
      range?: { from: string; to?: string };
      /** Every week. Days are `monday` to `sunday`, times HH:MM, the timezone an IANA name. */
      weekly?: {
        from: { day: string; time: string };
        to: { day: string; time: string };
        timezone: string;
      };
    }>;
    history?: {
      /** How long the events and evidence of rollouts are kept after their end. 180d when missing; the ledger stays. */
      keep?: string;
    };
    /** What every namespace gets that is made for a service. */
    provision?: {
      /**
       * The pull secret of the house: a Secret of type kubernetes.io/dockerconfigjson that is on each cluster, and is
       * copied, under its name, into each namespace. Without it nothing is copied.
       */
      pullSecret?: { namespace: string; name: string };
      /** Namespaces whose pods may call those of services: the gateway's, the monitoring's. None when missing. */
      ingressFrom?: string[];
      /**
       * Hard limits of a namespace by environment, and `default` for those that have none of their own:
       * `requests.cpu: '8'`. With `{}` there is no quota.
       */
      quota?: {
        [environment: string]: { [resource: string]: string | number };
      };
      /** What containers get that ask for nothing: 100m, 128Mi, and a limit of 512Mi when missing. */
      containers?: {
        requests?: { [resource: string]: string | number };
        limits?: { [resource: string]: string | number };
      };
    };
    /** Pipelines: a token each, which begins rollouts of one entity and can do nothing else. */
    projects?: Array<
      | {
          /** Of an entry of `backend.auth.externalAccess`. */
          subject: string;
          /** `component:default/order-api` */
          entityRef: string;
          /** Names of environments. */
          environments: string[];
        }
      | {
          /** The host of a GitLab, as in `integrations.gitlab`: its jobs are for the entities that their project keeps. */
          gitlab: string;
          /** That of an entry of `backend.auth.externalAccess` with the type `jwks`. */
          subjectPrefix: string;
          /** Whose jobs may begin rollouts, and ask at all; `main` when missing. Protect them. */
          branches?: string[];
          /** Whose entities the projects of a group, and of those below it, may bring. */
          groups: Array<{
            /** The path of a group of that GitLab. */
            group: string;
            /** `group:default/team-order` */
            owners: string[];
          }>;
          /** Names of environments. */
          environments: string[];
        }
    >;
  };
}
