import type { EnvironmentName } from '../../world/company';
import { hash, toUnit } from '../../world/random';
import type { Service } from '../../world/service';
import { isCareless } from '../endpoint-names';
import type { KeyValue } from './model';

const SCRIPT = '<script>document.title="owned"</script>';
const SCRIPT_PART = 1 / 12;

/** A body that somebody has put into a tag whole. */
const HUGE_BYTES = 2 ** 20;
const HUGE_PART = 1 / 60;

/** Tags of the kind that break viewers: rare, always the same for one trace, and of one service on dev and test. */
export function hostileTags(
  place: { environment: EnvironmentName; service: Service },
  traceId: string,
): KeyValue[] {
  if (!isCareless(place)) return [];
  const chance = toUnit(hash(traceId, 'tags'));
  if (chance < HUGE_PART) {
    return [{ key: 'http.body', value: 'coupon,'.repeat(HUGE_BYTES / 7) }];
  }
  return chance < SCRIPT_PART ? [{ key: 'http.params', value: SCRIPT }] : [];
}
