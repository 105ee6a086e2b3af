import { Button, Popover, Select, TextField } from '@backstage/ui';
import { RiAddLine } from '@remixicon/react';
import { useRef, useState } from 'react';
import {
  parseLogAddress,
  type LogAddress,
  type Parameter,
} from '../address/logAddress';
import { useLogsTranslation } from '../words/useLogsTranslation';
import styles from './Filters.module.css';

const FIELDS = ['pod', 'version', 'traceId'] as const;
type Field = (typeof FIELDS)[number];

export interface AddFilterProps {
  address: LogAddress;
  onChange(changes: Partial<LogAddress>): void;
}

/** Narrows the search to a pod, a version or a trace whose name one knows. */
export function AddFilter({ address, onChange }: AddFilterProps) {
  const { t } = useLogsTranslation();
  const [open, setOpen] = useState(false);
  const [field, setField] = useState<Field>('traceId');
  const [value, setValue] = useState('');
  const [refused, setRefused] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const add = () => {
    const changes = changesOf(field, value.trim(), address);
    setRefused(changes === undefined);
    if (!changes) return;
    setValue('');
    setOpen(false);
    onChange(changes);
  };
  return (
    <>
      <Button
        ref={button}
        size="small"
        variant="tertiary"
        iconStart={<RiAddLine />}
        aria-expanded={open}
        onPress={() => setOpen(before => !before)}
      >
        {t('filter.add')}
      </Button>
      <Popover
        triggerRef={button}
        isOpen={open}
        onOpenChange={setOpen}
        aria-label={t('filter.add')}
      >
        <form
          className={styles.add}
          onSubmit={event => {
            event.preventDefault();
            add();
          }}
        >
          <Select
            size="small"
            label={t('filter.field')}
            options={FIELDS.map(name => ({
              value: name,
              label: t(`fact.${name}`),
            }))}
            selectedKey={field}
            onSelectionChange={key =>
              setField(FIELDS.find(name => name === key) ?? field)
            }
          />
          <TextField
            size="small"
            label={t('filter.value')}
            value={value}
            onChange={setValue}
            isInvalid={refused}
            maxLength={253}
          />
          {refused && (
            <p role="alert" className={styles.refused}>
              {t('filter.refused')}
            </p>
          )}
          <Button size="small" type="submit" isDisabled={value.trim() === ''}>
            {t('filter.apply')}
          </Button>
        </form>
      </Popover>
    </>
  );
}

/** The same rules as for addresses: whatever is set here has to come back from there. */
function changesOf(
  field: Field & Parameter,
  value: string,
  { pods }: LogAddress,
): Partial<LogAddress> | undefined {
  const params = new URLSearchParams({ [field]: value });
  const { address, dropped } = parseLogAddress(params);
  if (dropped.length > 0) return undefined;
  if (field === 'pod') {
    return { pods: [...new Set([...pods, ...address.pods])] };
  }
  return field === 'version'
    ? { version: address.version }
    : { traceId: address.traceId };
}
