export interface Config {
  pilothouse?: {
    /** Names of System entities that only their owners and ops may see, with everything that is part of them. */
    restrictedSystems?: string[];
    /**
     * Refs of groups of which everything is restricted in the same way, such as `group:default/team-payment`: also what
     * does not say that it is part of a restricted system.
     */
    restrictedOwners?: string[];
  };
}
