export interface Config {
  auth?: {
    providers?: {
      /** Lets whoever reaches the portal be any of these people. For development only. */
      landscape?: {
        /** Who can be chosen on the sign-in page. */
        people: Array<{
          /** Entity reference of a User in the catalog, such as `user:default/li.wei`. */
          user: string;
          /** The name to show. */
          name: string;
          /** The team to show, as it should be read. */
          team?: string;
          /** What the person stands for in a demo. */
          role?: 'author' | 'approver' | 'other-team' | 'ops' | 'stranger';
        }>;
        /** Without it the backend does not start unless NODE_ENV is `development`. */
        dangerouslyAllowOutsideDevelopment?: boolean;
      };
    };
  };
}
