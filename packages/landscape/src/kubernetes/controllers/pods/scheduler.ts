import { withCondition } from '../conditions';
import type { ControllerContext } from '../context';
import { keyOf, kinds, type Node, type Pod } from '../objects';
import { timestamp } from '../time';
import { isTerminal } from './conditions';
import { NodeLoad, obstacles } from './node-fit';

const MANAGER = 'kube-scheduler';
const SCHEDULER = 'default-scheduler';
const REPORTER = {
  controller: SCHEDULER,
  instance: SCHEDULER,
  manager: MANAGER,
};

/** Gives every pod a node that it fits on, as far from its like and from others as possible. */
export function startScheduler(context: ControllerContext): void {
  const { pods, nodes, api, clock, events } = context;
  const loads = new Map<string, NodeLoad>();
  const waiting = new Set<string>();

  const queue = context.queue(key => {
    const pod = pods.get(key);
    waiting.delete(key);
    if (!pod || pod.spec.nodeName || pod.metadata.deletionTimestamp) return;
    // A pod may name another scheduler, and waits for it.
    if ((pod.spec.schedulerName ?? SCHEDULER) !== SCHEDULER) return;
    const reasons: string[] = [];
    const candidates: { node: Node; load: NodeLoad }[] = [];
    for (const node of nodes.all()) {
      const load = loadOf(node.metadata.name);
      const found = obstacles(pod, node, load);
      if (found.length === 0) candidates.push({ node, load });
      else reasons.push(...found);
    }
    const [best] = candidates.sort(
      (a, b) =>
        a.load.siblings(pod) - b.load.siblings(pod) ||
        a.load.size - b.load.size ||
        (a.node.metadata.name < b.node.metadata.name ? -1 : 1),
    );
    if (best) bind(pod, best.node.metadata.name);
    else refuse(pod, reasons);
  });

  function loadOf(node: string): NodeLoad {
    const known = loads.get(node);
    if (known) return known;
    const load = new NodeLoad();
    loads.set(node, load);
    return load;
  }

  function bind(pod: Pod, nodeName: string): void {
    const { name, namespace } = pod.metadata;
    api.update(
      kinds.pods,
      { ...pod, spec: { ...pod.spec, nodeName } },
      { manager: MANAGER, subresource: 'binding' },
    );
    events.recordAction(pod, REPORTER, {
      type: 'Normal',
      reason: 'Scheduled',
      action: 'Binding',
      message: `Successfully assigned ${namespace}/${name} to ${nodeName}`,
    });
  }

  function refuse(pod: Pod, reasons: string[]): void {
    waiting.add(keyOf(pod));
    const message = explain([...nodes.all()].length, reasons);
    const conditions = pod.status?.conditions ?? [];
    const present = conditions.find(({ type }) => type === 'PodScheduled');
    if (present?.message === message) return;
    events.recordAction(pod, REPORTER, {
      type: 'Warning',
      reason: 'FailedScheduling',
      action: 'Scheduling',
      message,
    });
    const others = conditions.filter(({ type }) => type !== 'PodScheduled');
    const now = timestamp(clock.now());
    api.update(
      kinds.pods,
      {
        ...pod,
        status: {
          ...pod.status,
          conditions: withCondition(others, {
            type: 'PodScheduled',
            status: 'False',
            lastProbeTime: null,
            lastTransitionTime: present?.lastTransitionTime ?? now,
            reason: 'Unschedulable',
            message,
          }),
        },
      },
      { manager: MANAGER, subresource: 'status' },
    );
  }

  function retryWaiting(): void {
    for (const key of waiting) queue.add(key);
  }

  nodes.subscribe(() => retryWaiting());
  pods.subscribe(({ type, object }) => {
    const { nodeName } = object.spec;
    const ended = type === 'DELETED' || isTerminal(object);
    if (nodeName && ended) loadOf(nodeName).remove(object);
    else if (nodeName) loadOf(nodeName).add(object);
    if (ended) retryWaiting();
    else if (!nodeName) queue.add(keyOf(object));
  });
}

/** Why no node will do, in the words of the scheduler. */
function explain(nodes: number, reasons: string[]): string {
  if (nodes === 0) return 'no nodes available to schedule pods';
  const counts = new Map<string, number>();
  for (const reason of reasons) {
    counts.set(reason, (counts.get(reason) ?? 0) + 1);
  }
  const listed = [...counts]
    .map(([reason, count]) => `${count} ${reason}`)
    .sort()
    .join(', ');
  return (
    `0/${nodes} nodes are available: ${listed}. ` +
    `no new claims to deallocate, preemption: 0/${nodes} nodes are available: ` +
    `${nodes} Preemption is not helpful for scheduling.`
  );
}
