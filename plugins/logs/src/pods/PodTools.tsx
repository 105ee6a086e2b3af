import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Button, Checkbox, Select } from '@backstage/ui';
import {
  pilothouseReactTranslationRef,
  revealedText,
  StateSign,
  type HeldLines,
} from '@pilothouse/pilothouse-react';
import type { Role } from '@pilothouse/plugin-release-common';
import { RiPauseLine, RiPlayLine, RiRefreshLine } from '@remixicon/react';
import { usePreference } from '../tab/usePreference';
import { useLogsTranslation } from '../words/useLogsTranslation';
import type { PodLines } from './podLines';
import type { PodLogs, PodToRead } from './usePodLogs';
import styles from './PodLogView.module.css';

const ALL = 'all';
const ROLES = [ALL, 'release', 'canary'] as const;

export interface PodToolsProps {
  pods: readonly PodToRead[];
  /** All where none is named. */
  chosen: readonly string[];
  onPods(pods: string[]): void;
  role: Role | undefined;
  onRole(role: Role | undefined): void;
  previous: boolean;
  onPrevious(previous: boolean): void;
  logs: PodLogs;
  held: HeldLines<PodLines>;
  /** New lines are waited for. */
  isFollowed: boolean;
}

/** Whose log is read, how it is shown, and whether it moves. */
export function PodTools(props: PodToolsProps) {
  const { t } = useLogsTranslation();
  const shared = useTranslationRef(pilothouseReactTranslationRef);
  const { pods, chosen, role, previous, logs, held } = props;
  const [wrap, setWrap] = usePreference('wrap', false);
  const [short, setShort] = usePreference('short', true);
  const over = logs.open === 0;
  return (
    <div className={styles.tools}>
      <Select
        size="small"
        aria-label={t('fact.pod')}
        className={styles.pods}
        options={[
          { value: ALL, label: t('pods.all', { count: pods.length }) },
          ...pods.map(({ pod }) => ({
            value: pod.name,
            label:
              pod.role === 'canary'
                ? `${revealedText(pod.name, 253)} · ${shared.t('role.canary')}`
                : revealedText(pod.name, 253),
          })),
        ]}
        selectedKey={chosen[0] ?? ALL}
        onSelectionChange={key =>
          props.onPods(key === ALL || key === null ? [] : [String(key)])
        }
      />
      <Select
        className={styles.role}
        size="small"
        aria-label={t('fact.role')}
        options={ROLES.map(value => ({
          value,
          label:
            value === ALL ? t('filter.allRoles') : shared.t(`role.${value}`),
        }))}
        selectedKey={role ?? ALL}
        onSelectionChange={key =>
          props.onRole(key === 'release' || key === 'canary' ? key : undefined)
        }
      />
      <span role="status">{state()}</span>
      <div className={styles.right}>
        <Checkbox isSelected={previous} onChange={props.onPrevious}>
          {t('pods.previous')}
        </Checkbox>
        <Checkbox isSelected={short} onChange={setShort}>
          {t('list.short')}
        </Checkbox>
        <Checkbox isSelected={wrap} onChange={setWrap}>
          {t('list.wrap')}
        </Checkbox>
        {over ? (
          <Button
            size="small"
            variant="secondary"
            iconStart={<RiRefreshLine />}
            onPress={logs.restart}
          >
            {t('pods.again')}
          </Button>
        ) : (
          <Button
            size="small"
            variant="secondary"
            iconStart={held.heldBy ? <RiPlayLine /> : <RiPauseLine />}
            onPress={() => (held.heldBy ? held.release() : held.hold('you'))}
          >
            {held.heldBy ? t('pods.resume') : t('pods.pause')}
          </Button>
        )}
      </div>
    </div>
  );

  function state() {
    if (held.heldBy) {
      return (
        <StateSign kind="attention">
          {held.heldBy === 'you'
            ? t('pods.pausedByYou')
            : t('pods.pausedByScroll')}
        </StateSign>
      );
    }
    if (over) return <StateSign kind="stopped">{t('pods.over')}</StateSign>;
    const live = logs.open - logs.cut.size;
    if (live === 0) {
      return <StateSign kind="attention">{t('pods.allCut')}</StateSign>;
    }
    return props.isFollowed ? (
      <StateSign kind="healthy">{t('pods.live', { count: live })}</StateSign>
    ) : (
      <StateSign kind="moving">
        {t('pods.reading', { count: logs.open })}
      </StateSign>
    );
  }
}
