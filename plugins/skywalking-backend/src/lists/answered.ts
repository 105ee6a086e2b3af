import type { Message } from '@pilothouse/plugin-release-common';
import { SkywalkingError } from '@pilothouse/plugin-skywalking-node';
import type { OpenedService } from '../access/ServiceAccess';

/**
 * An answer whatever becomes of SkyWalking: one that does not answer half-way through is away, and the answer empty.
 *
 * @throws what is no fault of SkyWalking
 */
export async function answered<
  T extends { service: OpenedService['described'] },
>(
  { service, described }: OpenedService,
  nothing: (problem?: Message) => T,
  measure: () => Promise<T>,
): Promise<T> {
  // Then `described` says why.
  if (!service) return nothing();
  try {
    return await measure();
  } catch (error) {
    if (!(error instanceof SkywalkingError)) throw error;
    const problem = error.toMessage();
    return {
      ...nothing(problem),
      service: { ...described, status: 'away', problem },
    };
  }
}
