import {
  SearchField,
  Select,
  ToggleButton,
  ToggleButtonGroup,
} from '@backstage/ui';
import {
  runbookKindSchema,
  troublesOf,
  type RunbookList,
  type RunbookTrouble,
} from '@pilothouse/plugin-runbooks-common';
import { useRunbookWords } from '../words/useRunbookWords';
import { choicesOf, isShown, TROUBLES } from './filter';
import type { useRunbooksAddress } from './useRunbooksAddress';
import styles from './RunbooksIndex.module.css';

/** Stands for no choice: a list cannot have an empty key. */
const ANY = '*any';

export interface FiltersProps {
  address: ReturnType<typeof useRunbooksAddress>;
  /** What there is to choose from. */
  list: RunbookList | undefined;
}

/** Search, by service, alert, kind and owner, and what wants a look with its numbers. */
export function Filters({ address, list }: FiltersProps) {
  const { t } = useRunbookWords();
  const { filter, setFilter } = address;
  const choices = choicesOf(list?.runbooks ?? []);
  const named = (entities: readonly { ref: string; name: string }[]) =>
    entities.map(({ ref, name }) => ({ value: ref, label: name }));
  return (
    <div
      className={styles.filters}
      role="search"
      aria-label={t('filter.label')}
    >
      <div className={styles.search}>
        <SearchField
          size="small"
          aria-label={t('filter.text')}
          placeholder={t('filter.textPlaceholder')}
          value={address.typed}
          onChange={address.setTyped}
        />
      </div>
      <Choice
        label={t('filter.service')}
        any={t('filter.anyService')}
        value={filter.service}
        options={named(choices.services)}
        onChange={service => setFilter({ service })}
      />
      <Choice
        label={t('filter.alert')}
        any={t('filter.anyAlert')}
        value={filter.alert}
        options={choices.alerts.map(value => ({ value, label: value }))}
        onChange={alert => setFilter({ alert })}
      />
      <Choice
        label={t('filter.kind')}
        any={t('filter.anyKind')}
        value={filter.kind}
        options={runbookKindSchema.options.map(value => ({
          value,
          label: t(`kind.${value}`),
        }))}
        onChange={kind =>
          setFilter({ kind: runbookKindSchema.safeParse(kind).data })
        }
      />
      <Choice
        label={t('filter.owner')}
        any={t('filter.anyOwner')}
        value={filter.owner}
        options={named(choices.owners)}
        onChange={owner => setFilter({ owner })}
      />
      <Troubles address={address} list={list} />
    </div>
  );
}

interface ChoiceProps {
  label: string;
  /** What is said of no choice. */
  any: string;
  value: string | undefined;
  options: readonly { value: string; label: string }[];
  onChange: (value: string | undefined) => void;
}

function Choice({ label, any, value, options, onChange }: ChoiceProps) {
  const { t } = useRunbookWords();
  // What stands in the address is shown, also where no runbook is for it.
  const isKnown = value === undefined || options.some(o => o.value === value);
  return (
    <div className={styles.choice}>
      <Select
        size="small"
        aria-label={label}
        search={{ placeholder: t('filter.search') }}
        options={[
          { value: ANY, label: any },
          ...(isKnown ? [] : [{ value, label: value }]),
          ...options,
        ]}
        selectedKey={value ?? ANY}
        onSelectionChange={key =>
          onChange(key === null || key === ANY ? undefined : `${key}`)
        }
      />
    </div>
  );
}

function Troubles({ address, list }: FiltersProps) {
  const { t } = useRunbookWords();
  const { filter, setFilter } = address;
  const countOf = (trouble: RunbookTrouble) =>
    list?.runbooks.filter(
      runbook =>
        isShown(runbook, { ...filter, trouble: undefined }, list.now) &&
        troublesOf(runbook, list.now).includes(trouble),
    ).length ?? 0;
  return (
    <ToggleButtonGroup
      aria-label={t('filter.trouble')}
      selectionMode="single"
      selectedKeys={filter.trouble ? [filter.trouble] : []}
      onSelectionChange={keys =>
        setFilter({ trouble: TROUBLES.find(name => keys.has(name)) })
      }
    >
      {TROUBLES.map(trouble => (
        <ToggleButton key={trouble} id={trouble} size="small">
          {t('trouble.withCount', {
            name: t(
              trouble === 'never-drilled'
                ? 'trouble.neverDrilled'
                : `trouble.${trouble}`,
            ),
            number: `${countOf(trouble)}`,
          })}
        </ToggleButton>
      ))}
    </ToggleButtonGroup>
  );
}
