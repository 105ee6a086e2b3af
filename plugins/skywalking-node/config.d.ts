export interface Config {
  skywalking?: {
    /** The OAPs of the company, in any order. Without one there is nothing to see of SkyWalking. */
    instances?: Array<{
      /** Stands in answers and on screens: letters, digits and `. _ -`. */
      name: string;
      /** Where `/graphql` of the OAP is asked below: `http://oap.example.com:12800`. */
      baseUrl: string;
      /** Of a proxy before the OAP, which has no accounts of its own. */
      username?: string;
      /** @visibility secret */
      password?: string;
      /**
       * Sent as bearer token.
       * @visibility secret
       */
      token?: string;
      /**
       * Other headers that a proxy wants.
       * @deepVisibility secret
       */
      headers?: { [name: string]: string };
      /** Where links lead. */
      ui?: {
        /** `rocketbot` up to 8.9, `booster` from 9.0 to 10.4, `horizon` from 11 on. */
        generation: 'rocketbot' | 'booster' | 'horizon';
        /** As browsers reach it. */
        baseUrl: string;
        /** Whether booster has a page per trace; as the version of the OAP says when missing (10.3). */
        tracePage?: boolean;
        /** Numbers of the tabs of booster's service page, from 0, where somebody has changed them. */
        tabs?: { trace?: number; log?: number };
      };
      /** Names of `pilothouse.environments` whose services report to it. */
      environments: string[];
      /** Only these of their clusters; all of them when missing. */
      clusters?: string[];
      /**
       * Milliseconds until a question has to be answered, 500 to 30000; 2500 when missing. A page waits for no longer,
       * and says then that SkyWalking is away.
       */
      timeout?: number;
      /** The time zone of the OAP as `+0800`, where it cannot be asked for it. */
      timezone?: string;
      /**
       * How services are called there: `{service}` is what the entity says, `{environment}` the environment.
       * `{service}` when missing.
       */
      serviceName?: string;
    }>;
  };
}
