import { EmptyState, HostileText } from '@pilothouse/pilothouse-react';
import {
  KUBERNETES_ID_ANNOTATION,
  KUBERNETES_LABEL_SELECTOR_ANNOTATION,
} from '@pilothouse/plugin-release-common';
import type { WorkloadList } from '@pilothouse/plugin-release-common';
import {
  getEntityRelations,
  humanizeEntityRef,
  useEntity,
} from '@backstage/plugin-catalog-react';
import { RELATION_OWNED_BY } from '@backstage/catalog-model';
import { useReleaseTranslation } from '../translation/useReleaseTranslation';
import { tellsUnread } from '../unread';

/** Nothing runs, or nobody knows: says what is looked for, and what to check. */
export function NoWorkloads({ list }: { list: WorkloadList }) {
  const { t } = useReleaseTranslation();
  const { entity } = useEntity();
  const silent =
    list.clusters.length > 0 &&
    list.clusters.every(
      ({ status }) => status !== 'live' && status !== 'stale',
    );
  if (silent) {
    return (
      <EmptyState
        title={t('environments.empty.unreachableTitle')}
        hint={t('environments.empty.unreachableHint')}
      />
    );
  }
  const annotations = entity.metadata.annotations ?? {};
  const selector =
    annotations[KUBERNETES_LABEL_SELECTOR_ANNOTATION] ??
    `${KUBERNETES_ID_ANNOTATION}=${
      annotations[KUBERNETES_ID_ANNOTATION] ?? ''
    }`;
  const [owner] = getEntityRelations(entity, RELATION_OWNED_BY);
  return (
    <EmptyState
      title={
        list.problems.some(tellsUnread)
          ? t('environments.empty.unreadTitle')
          : t('environments.empty.title')
      }
      hint={
        <>
          {t('environments.empty.hint', {
            selector: (
              <code>
                <HostileText value={selector} />
              </code>
            ),
            owner: owner
              ? humanizeEntityRef(owner, { defaultKind: 'group' })
              : t('environments.empty.noOwner'),
          })}{' '}
          {t('environments.empty.check')}
        </>
      }
    />
  );
}
