export interface Config {
  links?: {
    /**
     * Links of the company's own, such as to Grafana, in the order to show them. A link is shown where everything that
     * it names is known.
     */
    templates?: Array<{
      /** Letters, digits and `-`; unique. */
      id: string;
      /** A word or two, in both languages or the same in both. */
      title: string | { en: string; zh: string };
      /**
       * With http(s), or a path of the portal. `{{name}}` stands for what it is about: entity.kind, entity.namespace,
       * entity.name, annotation:KEY, environment, cluster, namespace, workload, role, pod, rolloutId, step, alert,
       * traceId, from, to (ISO 8601), fromMs, toMs. Values are percent-encoded; without a time it is the last hour.
       */
      url: string;
      /** `other` when missing. */
      kind?:
        | 'traces'
        | 'logs'
        | 'metrics'
        | 'runbook'
        | 'pipeline'
        | 'repository'
        | 'other';
      /** Only in these environments. */
      environments?: string[];
    }>;
  };
}
