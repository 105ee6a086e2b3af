import type {
  Environment,
  FreezeMoment,
} from '@pilothouse/plugin-release-common';
import type {
  Cluster,
  ClustersService,
} from '@pilothouse/plugin-clusters-node';
import type { Grants } from '../config/Grants';
import type { Ledger } from '../ledger/Ledger';
import type { ProvisionConfig } from './readProvisionConfig';

/** Where something is to be done, by whom and for whom; whether it may be has been asked. */
export interface ProvisionPlace {
  environment: Environment;
  /** Each of them has the namespace in this environment. */
  clusters: readonly Cluster[];
  namespace: string;
  owner: Owner;
  /** Reference of a user. */
  actor: string;
  /** Reference of a system. */
  system?: string;
  /** Reference of the system's owner, as the catalog has it. */
  systemOwner?: string;
}

/** A group that a namespace can be granted to. */
export interface Owner {
  /** `group:default/team-order` */
  ref: string;
  /** Its name: the value of the label that grants. */
  name: string;
}

/** What the services of provisioning ask of the rest of the plugin. */
export interface ProvisionPorts {
  config: ProvisionConfig;
  clusters: ClustersService;
  grants: Grants;
  ledger: Pick<Ledger, 'begin' | 'settle'>;
  freezeOf(stage: {
    environment: string;
    system?: string;
  }): Promise<FreezeMoment | undefined>;
  /** The lines of an entity in the ledger are others now. */
  changed(entityRef: string): void;
}
