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
}
