import type { AuditorService } from '@backstage/backend-plugin-api';
import { toError } from '@backstage/errors';

type AuditedRequest = Parameters<AuditorService['createEvent']>[0];

/** Notes that something was tried, before it is, and afterwards what came of it. */
export async function audited<T>(
  auditor: AuditorService,
  about: Pick<AuditedRequest, 'eventId' | 'meta' | 'request'>,
  act: () => Promise<T>,
): Promise<T> {
  const event = await auditor.createEvent({ ...about, severityLevel: 'high' });
  let result: T;
  try {
    result = await act();
  } catch (error) {
    await event.fail({ error: toError(error) });
    throw error;
  }
  await event.success();
  return result;
}
