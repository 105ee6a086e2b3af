import { Tab, TabList, TabPanel, Tabs } from '@backstage/ui';
import {
  Chip,
  EmptyState,
  HostileText,
  LinkMenu,
  Panel,
} from '@pilothouse/pilothouse-react';
import {
  parseWorkloadId,
  targetId,
  versionLetters,
} from '@pilothouse/plugin-release-common';
import type {
  StageList,
  WorkloadList,
} from '@pilothouse/plugin-release-common';
import { useMemo } from 'react';
import type { OpenLogs } from '../logs';
import { workloadSubject } from '../links/workloadSubject';
import { OperationsMenu, WorkloadOperations } from '../operations';
import { useReleaseTranslation } from '../translation/useReleaseTranslation';
import { unreadClusters, unreadPhrase } from '../unread';
import { useWords } from '../words';
import { ConfigTab } from './ConfigTab';
import { EventsTab } from './EventsTab';
import { PodsTab } from './PodsTab';
import { RevisionsTab } from './RevisionsTab';
import { SilenceBanner } from './SilenceBanner';
import { useDetailTab } from './useDetailTab';
import { WorkloadFacts } from './WorkloadFacts';
import styles from './WorkloadPanel.module.css';

export interface WorkloadPanelProps {
  entityRef: string;
  workloadId: string;
  list: WorkloadList;
  /** What the reader may do; missing until it is known. */
  stages: StageList | undefined;
  onLogs: OpenLogs;
}

/** The details of one workload: what it is made of, and its pods, revisions, events and configuration. */
export function WorkloadPanel(props: WorkloadPanelProps) {
  const { t } = useReleaseTranslation();
  const words = useWords();
  const { entityRef, workloadId, list, stages, onLogs } = props;
  const [tab, setTab] = useDetailTab();
  const letters = useMemo(() => versionLetters(list), [list]);
  const workload = list.workloads.find(({ id }) => id === workloadId);
  const key = parseWorkloadId(workloadId);
  const several =
    key &&
    list.workloads.some(
      ({ id, target }) =>
        id !== workloadId && targetId(target) === targetId(key),
    );
  const title = key
    ? [key.cluster, key.namespace, several && key.name]
        .filter(Boolean)
        .join(' · ')
    : workloadId;
  const chips = key && <Chip>{key.environment}</Chip>;
  if (!workload) {
    const unread = unreadClusters(list).find(
      ({ name }) => name === key?.cluster,
    );
    return (
      <Panel title={title} chips={chips}>
        {unread ? (
          <EmptyState
            title={<HostileText value={unreadPhrase(unread, t, words)} />}
            hint={t('problem.not-read.hint')}
          />
        ) : (
          <EmptyState
            title={t('workload.gone')}
            hint={t('workload.goneHint')}
          />
        )}
      </Panel>
    );
  }
  const request = { entityRef, workloadId };
  return (
    <WorkloadOperations
      entityRef={entityRef}
      workload={workload}
      stages={stages}
    >
      <Tabs selectedKey={tab} onSelectionChange={setTab}>
        <Panel
          title={title}
          actions={
            <>
              <LinkMenu about={title} subject={workloadSubject(request)} />
              <OperationsMenu />
            </>
          }
          chips={
            <>
              {chips}
              <TabList aria-label={title} className={styles.tabs}>
                <Tab id="pods">{t('workload.pods')}</Tab>
                <Tab id="revisions">{t('workload.revisions')}</Tab>
                <Tab id="events">{t('workload.events')}</Tab>
                <Tab id="config">{t('workload.config')}</Tab>
              </TabList>
            </>
          }
        >
          <SilenceBanner workload={workload} clusters={list.clusters} />
          <WorkloadFacts workload={workload} />
          <TabPanel id="pods" className={styles.panel}>
            <PodsTab
              request={request}
              letters={letters}
              lost={workload.state === 'unknown'}
              where={title}
              onLogs={onLogs}
            />
          </TabPanel>
          <TabPanel id="revisions" className={styles.panel}>
            <RevisionsTab request={request} letters={letters} />
          </TabPanel>
          <TabPanel id="events" className={styles.panel}>
            <EventsTab request={request} />
          </TabPanel>
          <TabPanel id="config" className={styles.panel}>
            <ConfigTab request={request} />
          </TabPanel>
        </Panel>
      </Tabs>
    </WorkloadOperations>
  );
}
