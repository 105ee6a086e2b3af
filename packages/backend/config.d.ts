export interface Config {
  pilothouse?: {
    /** Names of System entities that only their owners and ops may see, with everything that is part of them. */
    restrictedSystems?: string[];
  };
}
