import type {
  ClusterCondition,
  Message,
} from '@pilothouse/plugin-release-common';

/** A cluster of which it is not known what runs there: what is missing of it says nothing. */
export interface UnreadCluster {
  name: string;
  title: string;
  /** Missing for a cluster that the answer says nothing about. */
  condition: ClusterCondition | undefined;
  /** `not-read`, or `forbidden` with what the portal may not. */
  problem: Message;
}

/** Whether a problem tells that a cluster has not been read. */
export function tellsUnread({ code }: Message): boolean {
  return code === 'not-read' || code === 'forbidden';
}

/** The clusters that an answer has not been able to tell anything of, in its order. */
export function unreadClusters(answer: {
  problems: readonly Message[];
  clusters: readonly ClusterCondition[];
}): UnreadCluster[] {
  return answer.problems.filter(tellsUnread).map(problem => {
    const name = `${problem.params.cluster ?? ''}`;
    const condition = answer.clusters.find(cluster => cluster.name === name);
    return { name, title: condition?.title ?? name, condition, problem };
  });
}
