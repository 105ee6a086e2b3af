export interface Config {
  /** What the templates of the golden path may do. */
  goldenPath?: {
    /**
     * Which groups of the forge templates may write to, and on whose behalf. The token of `integrations.gitlab` may
     * write to all of them; what is not named here, no template touches.
     */
    groups?: Array<{
      /** Of GitLab, such as `order` or `shop/order`; what is below it is granted too. */
      group: string;
      /** Users and groups of the catalog, such as `group:default/team-order`. */
      owners: string[];
    }>;
  };
}
