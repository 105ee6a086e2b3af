import { kinds, type PodDisruptionBudget } from './objects';
import {
  deploymentDraft,
  NAMESPACE,
  testCluster,
  USER,
  type TestCluster,
} from './testing/test-cluster';

let cluster: TestCluster;

beforeEach(() => {
  cluster = testCluster();
  cluster.api.create(kinds.deployments, deploymentDraft(), USER);
  cluster.pass(5);
});

afterEach(() => cluster.stop());

function protect(spec: PodDisruptionBudget['spec'], app = 'web'): void {
  cluster.api.create(
    kinds.podDisruptionBudgets,
    {
      apiVersion: 'policy/v1',
      kind: 'PodDisruptionBudget',
      metadata: { name: 'web', namespace: NAMESPACE },
      spec: { selector: { matchLabels: { app } }, ...spec },
    },
    USER,
  );
  cluster.pass(0);
}

function status() {
  return cluster.api.get(kinds.podDisruptionBudgets, NAMESPACE, 'web')?.status;
}

// [currentHealthy, desiredHealthy, disruptionsAllowed, expectedPods], as the real control plane has them.
it.each<[PodDisruptionBudget['spec'], number[]]>([
  [{ minAvailable: '50%' }, [3, 2, 1, 3]],
  [{ minAvailable: 1 }, [3, 1, 2, 3]],
  [{ minAvailable: 5 }, [3, 5, 0, 3]],
  [{ maxUnavailable: 1 }, [3, 2, 1, 3]],
  [{ maxUnavailable: '100%' }, [3, 0, 3, 3]],
])('counts what may go with %j', (spec, numbers) => {
  protect(spec);
  const { currentHealthy, desiredHealthy, disruptionsAllowed, expectedPods } =
    status() ?? {};
  expect([
    currentHealthy,
    desiredHealthy,
    disruptionsAllowed,
    expectedPods,
  ]).toEqual(numbers);
});

it('follows its pods', () => {
  protect({ maxUnavailable: 1 });
  expect(status()?.conditions).toMatchObject([
    {
      type: 'DisruptionAllowed',
      status: 'True',
      reason: 'SufficientPods',
      observedGeneration: 1,
      message: '',
    },
  ]);
  const [pod] = cluster.pods();
  cluster.api.delete(kinds.pods, NAMESPACE, pod.metadata.name);
  cluster.pass(1);
  expect(status()).toMatchObject({ currentHealthy: 2, disruptionsAllowed: 0 });
  expect(status()?.conditions?.[0].reason).toBe('InsufficientPods');
  cluster.pass(5);
  expect(status()).toMatchObject({ currentHealthy: 3, disruptionsAllowed: 1 });
});

it('says when it protects nothing', () => {
  protect({ minAvailable: 1 }, 'nobody');
  expect(status()).toMatchObject({
    currentHealthy: 0,
    desiredHealthy: 1,
    disruptionsAllowed: 0,
    expectedPods: 0,
  });
  expect(cluster.messages('web', 'NoPods')).toEqual(['No matching pods found']);
});
