import type { Finding } from '@pilothouse/plugin-release-common';
import { finding } from '../../findings/finding';
import type { PlanScene } from '../PlanScene';
import { isMoving, isSameImage } from '../wantedImage';
import type { PlanCheck, TargetCheck } from './checks';

/** Pods of an image that is not there never start. */
export const imageMissing: TargetCheck = ({ answer, wanted }) =>
  !answer.found && answer.problem === 'missing'
    ? finding('blocking', 'image-missing', { image: wanted.reference })
    : [];

/** Who names the digest has said which image it is; without one nobody knows what the tag will mean. */
export const imageUnknown: TargetCheck = ({ answer, wanted }, scene) =>
  !answer.found && answer.problem === 'unknown'
    ? finding(wanted.digest ? 'warning' : strictly(scene), 'image-unknown', {
        image: wanted.reference,
        message: answer.message ?? '',
      })
    : [];

export const noRegistry: TargetCheck = ({ answer, wanted }, scene) =>
  !answer.found && answer.problem === 'no-registry'
    ? finding(wanted.digest ? 'warning' : strictly(scene), 'no-registry', {
        image: wanted.reference,
      })
    : [];

/** A registry that is behind its sister would be sent another image under the same name. */
export const digestsDiffer: PlanCheck = ({ targets }) => {
  const digests = new Map(
    targets.flatMap(({ answer, workload }) =>
      answer.found ? [[workload.target.cluster, answer.digest] as const] : [],
    ),
  );
  return new Set(digests.values()).size > 1
    ? finding('blocking', 'digests-differ', {
        clusters: [...digests.keys()].join(', '),
      })
    : [];
};

/** Where nothing would change, there is nothing to roll out. */
export const sameImage: PlanCheck = ({ targets }) => {
  const same = targets.filter(({ current, wanted }) =>
    isSameImage(current, wanted),
  );
  if (same.length === 0) return [];
  return finding(
    same.length === targets.length ? 'blocking' : 'warning',
    'same-image',
    { image: same[0].wanted.reference },
  );
};

export const movingTag: PlanCheck = ({ targets }) => {
  const tag = targets.find(({ wanted }) => isMoving(wanted.tag))?.wanted.tag;
  return tag === undefined ? [] : finding('warning', 'moving-tag', { tag });
};

/** What runs says on which machines it runs. */
export const platformMissing: TargetCheck = ({
  answer,
  currentPlatforms = [],
  wanted,
}) => {
  // An image of one platform often does not say which.
  if (!answer.found || answer.platforms.length === 0) return [];
  const { platforms } = answer;
  const missing = currentPlatforms.filter(each => !platforms.includes(each));
  return missing.length > 0
    ? finding('warning', 'platform-missing', {
        image: wanted.reference,
        platforms: missing.join(', '),
      })
    : [];
};

/** In a protected environment it speaks against the rollout, elsewhere it is good to know. */
function strictly(scene: PlanScene): Finding['severity'] {
  return scene.protected ? 'blocking' : 'warning';
}
