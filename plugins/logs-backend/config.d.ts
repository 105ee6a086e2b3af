export interface Config {
  logs?: {
    /** The longest time of one search, in days. 7 when missing. */
    maxRangeDays?: number;
    /**
     * Where log lines are. The source of a target is the first that has its environment and its cluster; where none has,
     * only the cluster's own log is shown.
     */
    sources?: Array<{
      /** Unique; stands in permalinks. Letters, digits and `. _ : @ -`. */
      name: string;
      /** Addresses of one Elasticsearch (6.8 to 9) or OpenSearch (1 to 3), tried in turn. */
      urls: string[];
      /** One of username and password, apiKey, token; without it nothing is sent. */
      auth?: {
        username?: string;
        /** @visibility secret */
        password?: string;
        /**
         * As it stands behind `ApiKey`.
         * @visibility secret
         */
        apiKey?: string;
        /**
         * As it stands behind `Bearer`.
         * @visibility secret
         */
        token?: string;
      };
      /** File with the certificates of the authority that signed the store's, in PEM. */
      caFile?: string;
      /** Index pattern, data stream or alias: `k8s-prod-*`; several separated by commas. */
      index: string;
      /** Names from `pilothouse.environments`. */
      environments: string[];
      /** Names of clusters; all of the environments' when missing. */
      clusters?: string[];
      /** What clusters are called in the lines, where that is another name: `{ prod-beijing: bj-01 }`. */
      clusterNames?: { [cluster: string]: string };
      /** Which collector wrote the lines: decides how fields are called. */
      preset:
        | 'fluentd'
        | 'fluent-bit'
        | 'filebeat'
        | 'opentelemetry'
        | 'custom';
      /**
       * Names of fields, where they are not those of the preset. `false` says that there is none. What is compared as a
       * whole is looked for under `.keyword` where the field itself is cut into words.
       */
      fields?: {
        time?: string;
        /** Up to three; the first that a line has is its text. */
        message?: string | string[];
        namespace?: string;
        pod?: string;
        container?: string;
        /** Without it, `clusters` has to name the only cluster whose lines these are. */
        cluster?: string | false;
        /** Without it levels are read from the text, and searches by level are searches for words. */
        level?: string | false;
        traceId?: string | false;
        image?: string | false;
        /** Rises with every line of a container, such as `log.offset`: orders lines of the same moment. */
        tieBreaker?: string | false;
      };
      /** What levels are called, where the usual words are not enough: `{ error: [S, A], info: ['6'] }`. */
      levelValues?: {
        error?: string[];
        warn?: string[];
        info?: string[];
        debug?: string[];
        trace?: string[];
      };
      /**
       * Where in the text the level is, without a field: a regular expression whose first group is the level. What can be
       * matched in linear time: no look-around, no references back, no lazy quantifiers; `(?i)` in front.
       */
      levelPattern?: string;
      /** Where in the text the trace id is: the same. `TID:…` and `trace_id=…` are known. */
      traceIdPattern?: string;
      /** IANA name: days of the histogram begin at its midnight. UTC when missing. */
      timezone?: string;
      /** An answer that takes longer is given up, and said. 2400 when missing. */
      timeoutMs?: number;
      /** Searches at the same time. 8 when missing; so many times 8 may wait. */
      maxConcurrentSearches?: number;
      /** Where people look at the lines, for links. */
      discover?: {
        product: 'kibana' | 'opensearch-dashboards';
        /** `'8.15.2'` in quotes: decides the form of the address. */
        version: string;
        baseUrl: string;
        /** Kibana's space, or the workspace of OpenSearch Dashboards. */
        space?: string;
        tenant?: string;
        /** Id of the data view; with it links open that, without it Discover's own default or one made for the link. */
        dataViewId?: string;
        /** Query enhancements of OpenSearch Dashboards are on. */
        queryEnhancements?: boolean;
      };
    }>;
  };
}
