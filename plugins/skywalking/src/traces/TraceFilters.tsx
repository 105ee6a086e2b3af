import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Select } from '@backstage/ui';
import {
  pilothouseReactTranslationRef,
  revealedText,
  LinkButton,
} from '@pilothouse/pilothouse-react';
import { parseDuration, parseTraceId } from '../address/traceAddress';
import type { TraceAddressState } from '../address/useTraceAddress';
import { partName, shortPod } from '../model/partName';
import { useEndpoints, useInstances, type Subject } from '../query/queries';
import { useSkywalkingTranslation } from '../words/useSkywalkingTranslation';
import { EnteredField } from './EnteredField';
import styles from './Traces.module.css';

const ALL = 'all';
const STATES = ['all', 'error', 'success'] as const;
const ORDERS = ['newest', 'slowest'] as const;
const ROLES = ['release', 'canary'] as const;
/** Of what one can choose from by name. */
const LONGEST_NAME = 60;

const STATE_WORDS = {
  all: 'filter.stateAll',
  error: 'filter.stateError',
  success: 'filter.stateSuccess',
} as const;
const ORDER_WORDS = {
  newest: 'filter.orderNewest',
  slowest: 'filter.orderSlowest',
} as const;

export interface TraceFiltersProps {
  subject: Subject;
  state: TraceAddressState;
  /** Missing while nothing narrows the list. */
  onClear: (() => void) | undefined;
}

/** Which traces are listed. */
export function TraceFilters({ subject, state, onClear }: TraceFiltersProps) {
  const { t } = useSkywalkingTranslation();
  const { t: tShared } = useTranslationRef(pilothouseReactTranslationRef);
  const { address, set } = state;
  // The same answers as the tables above show.
  const endpoints = useEndpoints(subject, address.endpoints).data?.endpoints;
  const instances = useInstances(subject).data?.instances;
  return (
    <div className={styles.filters} role="search" aria-label={t('traces')}>
      <Select
        size="small"
        aria-label={t('filter.state')}
        options={STATES.map(value => ({
          value,
          label: t(STATE_WORDS[value]),
        }))}
        selectedKey={address.state}
        onSelectionChange={key => {
          const next = STATES.find(value => value === key);
          if (next) set({ state: next });
        }}
      />
      <Select
        size="small"
        aria-label={t('filter.order')}
        options={ORDERS.map(value => ({
          value,
          label: t(ORDER_WORDS[value]),
        }))}
        selectedKey={address.order}
        onSelectionChange={key => {
          const next = ORDERS.find(value => value === key);
          if (next) set({ order: next });
        }}
      />
      <Select
        size="small"
        aria-label={t('filter.role')}
        options={[
          { value: ALL, label: t('filter.roleAll') },
          ...ROLES.map(value => ({ value, label: tShared(`role.${value}`) })),
        ]}
        selectedKey={address.role ?? ALL}
        onSelectionChange={key =>
          set({ role: ROLES.find(value => value === key) })
        }
      />
      <Select
        size="small"
        className={styles.wide}
        aria-label={t('filter.endpoint')}
        options={optionsOf(
          t('filter.endpointAll'),
          endpoints ?? [],
          address.endpointId,
          name => name,
        )}
        selectedKey={address.endpointId ?? ALL}
        onSelectionChange={key => set({ endpointId: idOf(key) })}
      />
      <Select
        size="small"
        className={styles.wide}
        aria-label={t('filter.instance')}
        options={optionsOf(
          t('filter.instanceAll'),
          instances ?? [],
          address.instanceId,
          shortPod,
        )}
        selectedKey={address.instanceId ?? ALL}
        onSelectionChange={key => set({ instanceId: idOf(key) })}
      />
      <EnteredField
        label={t('filter.min')}
        value={address.minDuration?.toString() ?? ''}
        parse={text => parseDuration(text) !== undefined}
        refused={t('filter.refusedDuration')}
        onEnter={text => set({ minDuration: parseDuration(text) })}
      />
      <EnteredField
        label={t('filter.max')}
        value={address.maxDuration?.toString() ?? ''}
        parse={text => parseDuration(text) !== undefined}
        refused={t('filter.refusedDuration')}
        onEnter={text => set({ maxDuration: parseDuration(text) })}
      />
      <EnteredField
        label={t('filter.traceId')}
        isLong
        value={address.traceId ?? ''}
        parse={text => parseTraceId(text) !== undefined}
        refused={t('filter.refusedTrace')}
        onEnter={text => set({ traceId: parseTraceId(text) })}
      />
      {onClear && <LinkButton onPress={onClear}>{t('list.clear')}</LinkButton>}
    </div>
  );
}

function idOf(key: unknown): string | undefined {
  return typeof key === 'string' && key !== ALL ? key : undefined;
}

/** What there is to choose, and what is chosen though the list does not have it any more. */
function optionsOf(
  all: string,
  parts: readonly { id: string; name: string }[],
  chosen: string | undefined,
  shorten: (name: string) => string,
) {
  const isListed = parts.some(({ id }) => id === chosen);
  const named =
    chosen === undefined || isListed
      ? parts
      : [...parts, { id: chosen, name: partName(chosen) ?? chosen }];
  return [
    { value: ALL, label: all },
    ...named.map(({ id, name }) => ({
      value: id,
      label: revealedText(shorten(name), LONGEST_NAME),
    })),
  ];
}
