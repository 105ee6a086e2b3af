import { candidateOwners } from '../claims';
import type { ControllerContext } from '../context';
import { controllerOf, keyOf, type ReplicaSet } from '../objects';
import { DeploymentPass } from './pass';

/** Keeps the ReplicaSets of every Deployment, as the controller manager does. */
export function startDeploymentController(context: ControllerContext): void {
  const { deployments, replicaSets, pods } = context;
  const queue = context.queue(key => {
    const deployment = deployments.get(key);
    return deployment && new DeploymentPass(context, queue, deployment).run();
  });
  const wakeOwner = (replicaSet: ReplicaSet) => {
    const owner = controllerOf(replicaSet);
    if (owner?.kind === 'Deployment') {
      queue.add(`${replicaSet.metadata.namespace}/${owner.name}`);
    }
  };

  deployments.subscribe(({ type, object }) => {
    if (type !== 'DELETED') queue.add(keyOf(object));
  });
  replicaSets.subscribe(({ object, previous }) => {
    if (previous) wakeOwner(previous);
    wakeOwner(object);
    for (const owner of candidateOwners(deployments, object)) {
      queue.add(keyOf(owner));
    }
  });
  // A deployment that recreates its pods waits until the last old one is gone, which no ReplicaSet tells.
  pods.subscribe(({ type, object }) => {
    if (type !== 'DELETED') return;
    const { namespace } = object.metadata;
    const owner = controllerOf(object);
    const replicaSet = owner && replicaSets.get(`${namespace}/${owner.name}`);
    if (replicaSet) wakeOwner(replicaSet);
  });
}
