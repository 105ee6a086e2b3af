import {
  ROLLOUT_ENDS,
  rolloutPlanSchema,
  rolloutSchema,
  type PlanRequest,
  type Rollout,
} from '@pilothouse/plugin-release-common';
import { setTimeout as delay } from 'node:timers/promises';
import type { PortalProcess } from './PortalProcess';

const POLL_MS = 200;

/** Plans and starts a rollout as a person would, by what the API says. */
export async function startRollout(
  portal: PortalProcess,
  request: PlanRequest,
): Promise<Rollout> {
  const planned = await portal.post('rollouts/plan', request);
  if (planned.status !== 200) throw new Error(JSON.stringify(planned.body));
  const plan = rolloutPlanSchema.parse(planned.body);
  const blocking = plan.findings.filter(
    ({ severity }) => severity === 'blocking',
  );
  if (blocking.length > 0) throw new Error(JSON.stringify(blocking));
  const started = await portal.post('rollouts', {
    ...request,
    reason: 'a better version',
    fingerprint: plan.fingerprint,
    confirmation: plan.name,
  });
  if (started.status >= 300) throw new Error(JSON.stringify(started.body));
  return rolloutSchema.parse(started.body);
}

export async function getRollout(
  portal: PortalProcess,
  id: string,
): Promise<Rollout> {
  const { status, body } = await portal.get(`rollouts/${id}`);
  if (status !== 200) throw new Error(JSON.stringify(body));
  return rolloutSchema.parse(body);
}

/** Waits until a rollout is as wanted; its end is waited for at most. */
export async function rolloutUntil(
  portal: PortalProcess,
  id: string,
  wanted: (rollout: Rollout) => boolean,
  timeoutMs: number,
): Promise<Rollout> {
  const deadline = Date.now() + timeoutMs;
  for (;;) {
    const rollout = await getRollout(portal, id);
    if (wanted(rollout)) return rollout;
    if (Date.now() > deadline || hasEnded(rollout)) {
      const history = rollout.history
        .map(({ code, params }) => `${code} ${JSON.stringify(params)}`)
        .join('\n');
      throw new Error(`${rollout.state}, but not as wanted:\n${history}`);
    }
    await delay(POLL_MS);
  }
}

export function hasEnded({ state }: Rollout): boolean {
  return ROLLOUT_ENDS.includes(state);
}

/** How often each write took effect, by its key. */
export function effects({ history }: Rollout): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { code, params } of history) {
    if (code !== 'write-settled') continue;
    if (params.outcome !== 'done' && params.outcome !== 'observed') continue;
    const key = String(params.key);
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return counts;
}
