import { Button, Checkbox, Select } from '@backstage/ui';
import type { HeldLines } from '@pilothouse/pilothouse-react';
import type { Pod } from '@pilothouse/plugin-release-common';
import { RiPauseLine, RiPlayLine, RiRefreshLine } from '@remixicon/react';
import { useReleaseTranslation } from '../translation/useReleaseTranslation';
import type { LogBuffer } from './logBuffer';
import type { LogStream } from './useLogStream';
import styles from './LogTools.module.css';

export interface LogToolsProps {
  containers: Pod['containers'];
  /** The backend chooses when missing. */
  container: string | undefined;
  onContainer(name: string): void;
  previous: boolean;
  onPrevious(previous: boolean): void;
  wrap: boolean;
  onWrap(wrap: boolean): void;
  times: boolean;
  onTimes(times: boolean): void;
  stream: LogStream;
  held: HeldLines<LogBuffer>;
}

/** What is read, how it is shown, and whether it moves. */
export function LogTools(props: LogToolsProps) {
  const { t } = useReleaseTranslation();
  const { containers, container, previous, wrap, times, stream, held } = props;
  const chosen = containers.find(({ name }) => name === container);
  const hasPrevious = chosen
    ? chosen.hasPrevious
    : containers.some(each => each.hasPrevious);
  const over = stream.phase === 'ended' || stream.phase === 'failed';
  return (
    <div className={styles.tools}>
      {containers.length > 1 && (
        <Select
          className={styles.container}
          aria-label={t('logs.container')}
          placeholder={t('logs.container')}
          options={containers.map(({ name, init }) => ({
            id: name,
            label: init ? t('logs.init', { name }) : name,
          }))}
          value={container ?? null}
          onChange={name => {
            if (typeof name === 'string') props.onContainer(name);
          }}
        />
      )}
      {(hasPrevious || previous) && (
        <Checkbox isSelected={previous} onChange={props.onPrevious}>
          {t('logs.previous')}
        </Checkbox>
      )}
      <Checkbox isSelected={times} onChange={props.onTimes}>
        {t('logs.times')}
      </Checkbox>
      <Checkbox isSelected={wrap} onChange={props.onWrap}>
        {t('logs.wrap')}
      </Checkbox>
      {over ? (
        <Button
          variant="secondary"
          iconStart={<RiRefreshLine />}
          onPress={stream.restart}
        >
          {t('logs.retry')}
        </Button>
      ) : (
        <Button
          variant="secondary"
          iconStart={held.heldBy ? <RiPlayLine /> : <RiPauseLine />}
          onPress={() => (held.heldBy ? held.release() : held.hold('you'))}
        >
          {held.heldBy ? t('logs.resume') : t('logs.pause')}
        </Button>
      )}
    </div>
  );
}
