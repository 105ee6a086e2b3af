import { ConflictError } from '@backstage/errors';
import type { ProvisionPorts } from './ports';

/** @throws ConflictError where a freeze holds, and says why */
export async function refuseInFreeze(
  freezeOf: ProvisionPorts['freezeOf'],
  stage: { environment: string; system?: string },
): Promise<void> {
  const moment = await freezeOf(stage);
  if (!moment) return;
  const until = moment.to === undefined ? '' : ` until ${moment.to}`;
  throw new ConflictError(
    `${stage.environment} is frozen${until}: ${moment.freeze.reason}`,
  );
}
