export interface Config {
  auth?: {
    providers?: {
      /** The people of the sign-in page, see @pilothouse/plugin-auth-backend-module-landscape-provider. */
      landscape?: {
        people: Array<{
          /** @visibility frontend */
          user: string;
          /** @visibility frontend */
          name: string;
          /** @visibility frontend */
          team?: string;
          /** @visibility frontend */
          role?: 'author' | 'approver' | 'other-team' | 'ops' | 'stranger';
        }>;
      };
    };
  };
}
