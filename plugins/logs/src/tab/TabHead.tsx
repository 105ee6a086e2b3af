import { Select, ToggleButton, ToggleButtonGroup } from '@backstage/ui';
import { TimeRangeField } from '@pilothouse/pilothouse-react';
import { RiExternalLinkLine } from '@remixicon/react';
import { RANGE_RULES } from '../address/timeRange';
import type { LogAddressState } from '../address/useLogAddress';
import { searchLinks } from '../links/discoverLinks';
import { usePodsToRead } from '../pods/usePodsToRead';
import type { Scope } from '../search/scope';
import { useLogsTranslation } from '../words/useLogsTranslation';
import styles from './LogsTab.module.css';

const ALL = 'all';

export interface TabHeadProps {
  entityRef: string;
  scope: Scope;
  state: LogAddressState;
  view: 'stored' | 'pods';
}

/** Where one looks, and when; and the same elsewhere. */
export function TabHead({ entityRef, scope, state, view }: TabHeadProps) {
  const { t } = useLogsTranslation();
  const { address, set } = state;
  const { environments, environment, clusters, chosen, targets } = scope;
  const hasStore = scope.uncovered.length < targets.length;
  // Only a version has to be looked up; until then there is no link that keeps to it.
  const { pods } = usePodsToRead(entityRef, scope, {
    isNeeded: address.version !== undefined,
  });
  return (
    <>
      <Select
        size="small"
        aria-label={t('environment')}
        options={environments.map(name => ({ value: name, label: name }))}
        selectedKey={environment ?? null}
        onSelectionChange={key => {
          if (typeof key === 'string') {
            // Pods and versions of one environment are not those of another.
            set({
              environment: key,
              clusters: [],
              pods: [],
              version: undefined,
            });
          }
        }}
      />
      {clusters.length > 1 && (
        <Select
          size="small"
          aria-label={t('cluster')}
          options={[
            { value: ALL, label: t('allClusters') },
            ...clusters.map(name => ({ value: name, label: name })),
          ]}
          selectedKey={chosen.length < clusters.length ? chosen[0] ?? ALL : ALL}
          onSelectionChange={key =>
            set({ clusters: key === ALL || key === null ? [] : [String(key)] })
          }
        />
      )}
      {hasStore && (
        <ToggleButtonGroup
          aria-label={t('view.label')}
          selectionMode="single"
          disallowEmptySelection
          selectedKeys={[view]}
          onSelectionChange={keys =>
            set({ view: keys.has('pods') ? 'pods' : 'stored' })
          }
        >
          <ToggleButton id="stored" size="small">
            {t('view.stored')}
          </ToggleButton>
          <ToggleButton id="pods" size="small">
            {t('view.pods')}
          </ToggleButton>
        </ToggleButtonGroup>
      )}
      {view === 'stored' && (
        <TimeRangeField
          range={address.range}
          rules={RANGE_RULES}
          withSeconds
          onChange={range => set({ range })}
        />
      )}
      {searchLinks(scope, address, pods).map(link => (
        <a
          key={link.source}
          className={styles.link}
          href={link.url}
          target="_blank"
          rel="noopener noreferrer"
          title={link.source}
        >
          <RiExternalLinkLine size={14} />
          {t('open.in', { product: link.product })}
        </a>
      ))}
    </>
  );
}
