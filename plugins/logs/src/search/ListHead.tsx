import { Button, ButtonIcon, Checkbox, Select } from '@backstage/ui';
import { formatAbsolute, useLocale } from '@pilothouse/pilothouse-react';
import {
  MOST_DOWNLOADED_LINES,
  type SearchRequest,
} from '@pilothouse/plugin-logs-common';
import { RiDownload2Line, RiRefreshLine } from '@remixicon/react';
import type { LogAddress } from '../address/logAddress';
import { usePreference } from '../tab/usePreference';
import { useLogsTranslation } from '../words/useLogsTranslation';
import { DownloadNotice } from './DownloadNotice';
import { useDownload } from './useDownload';
import type { Found } from './useSearch';
import styles from './Search.module.css';

export interface ListHeadProps {
  found: Found;
  request: SearchRequest | undefined;
  address: LogAddress;
  onChange(changes: Partial<LogAddress>): void;
}

/** How many lines there are, as of when, and how they are shown. */
export function ListHead(props: ListHeadProps) {
  const { t } = useLogsTranslation();
  const locale = useLocale();
  const { found, request, address, onChange } = props;
  const [wrap, setWrap] = usePreference('wrap', false);
  const [short, setShort] = usePreference('short', true);
  const [singleKeys, setSingleKeys] = usePreference('singleKeys', true);
  const download = useDownload(request);
  const { first, isPending } = found;
  const most = MOST_DOWNLOADED_LINES.toLocaleString(locale);
  return (
    <div className={styles.head}>
      <span role="status" className={styles.total}>
        {first && !isPending && !found.isUnknown && totalOf(first.total)}
        {isPending && t('list.searching')}
      </span>
      {first && (
        <span
          className={styles.asOf}
          title={formatAbsolute(Date.parse(first.now), locale)}
        >
          {t('list.asOf', { at: timeOf(first.now) })}
        </span>
      )}
      <ButtonIcon
        size="small"
        variant="tertiary"
        aria-label={t('list.refresh')}
        icon={<RiRefreshLine />}
        onPress={found.refetch}
      />
      <div className={styles.tools}>
        <Checkbox isSelected={short} onChange={setShort}>
          {t('list.short')}
        </Checkbox>
        <Checkbox isSelected={wrap} onChange={setWrap}>
          {t('list.wrap')}
        </Checkbox>
        <Checkbox isSelected={singleKeys} onChange={setSingleKeys}>
          {t('list.singleKeys')}
        </Checkbox>
        <Select
          size="small"
          aria-label={t('list.order')}
          options={(['newest', 'oldest'] as const).map(value => ({
            value,
            label: t(`order.${value}`),
          }))}
          selectedKey={address.order}
          onSelectionChange={key =>
            onChange({ order: key === 'oldest' ? 'oldest' : 'newest' })
          }
        />
        <span title={t('download.hint', { most })}>
          <Button
            size="small"
            variant="secondary"
            iconStart={<RiDownload2Line />}
            isDisabled={download.isRunning || !first}
            onPress={download.start}
          >
            {download.isRunning
              ? t('download.running')
              : t('download.start', { most })}
          </Button>
        </span>
      </div>
      <DownloadNotice {...download} />
    </div>
  );

  function totalOf({ value, exact }: { value: number; exact: boolean }) {
    const lines = value.toLocaleString(locale);
    return exact
      ? t('list.total', { count: value, lines })
      : t('list.atLeast', { lines });
  }

  function timeOf(at: string) {
    return new Date(at).toLocaleTimeString(locale, { hourCycle: 'h23' });
  }
}
