import {
  imageListSchema,
  rolloutPlanSchema,
  rolloutSchema,
  workloadListSchema,
  type PlanRequest,
  type Rollout,
  type RolloutPlan,
} from '@pilothouse/plugin-release-common';
import { eventually } from './eventually';
import type { startRelease } from './startRelease';

/** Of those who plan and start, unless a test says who does. */
export const AUTHOR = 'user:default/wang.fang';

/** Rollouts as people have them: over HTTP, every answer read by its schema. */
export function rolloutsOverHttp(
  release: Awaited<ReturnType<typeof startRelease>>,
) {
  async function plan(body: object, user = AUTHOR): Promise<RolloutPlan> {
    const answer = await release.post('rollouts/plan', body, user).expect(200);
    return rolloutPlanSchema.parse(answer.body);
  }

  async function get(id: string, user = AUTHOR): Promise<Rollout> {
    const answer = await release.get(`rollouts/${id}`, user).expect(200);
    return rolloutSchema.parse(answer.body);
  }

  const act = (id: string, action: string, body: object, user = AUTHOR) =>
    release.post(`rollouts/${id}/${action}`, body, user);

  /** Pods take their seconds to get ready. */
  async function reached(
    id: string,
    check: (rollout: Rollout) => void,
  ): Promise<Rollout> {
    let rollout: Rollout | undefined;
    await eventually(async () => {
      rollout = await get(id);
      check(rollout);
    }, 30_000);
    return rollout ?? get(id);
  }

  const ended = (id: string) =>
    reached(id, ({ endedAt }) => expect(endedAt).toBeDefined());

  return {
    plan,
    get,
    act,
    reached,
    ended,
    /** Plans, and starts what was planned. */
    async start(
      request: PlanRequest,
      more: object = {},
      user = AUTHOR,
    ): Promise<Rollout> {
      const { fingerprint, name } = await plan(request, user);
      const answer = await release.post(
        'rollouts',
        {
          ...request,
          fingerprint,
          confirmation: name,
          reason: 'a better version',
          ...more,
        },
        user,
      );
      if (answer.status !== 201) throw new Error(JSON.stringify(answer.body));
      return rolloutSchema.parse(answer.body);
    },
    async abort(id: string): Promise<Rollout> {
      await act(id, 'abort', { reason: 'the test is over' }).expect(200);
      return ended(id);
    },
    /** Healthy versions that do not run there, the newest first. */
    async otherVersions(
      entityRef: string,
      environment: string,
    ): Promise<string[]> {
      const list = workloadListSchema.parse(
        (await release.get(`workloads?entityRef=${entityRef}`)).body,
      );
      const workload = list.workloads.find(
        ({ target }) => target.environment === environment,
      );
      if (!workload) throw new Error(`Nothing runs in ${environment}`);
      const answer = await release.get(
        `images?entityRef=${entityRef}&workloadId=${workload.id}`,
      );
      const present = workload.release?.image.tag;
      return imageListSchema
        .parse(answer.body)
        .tags.map(({ tag }) => tag)
        .filter(tag => /^\d+\.\d+\.\d+$/.test(tag) && tag !== present);
    },
  };
}
