import { StateSign } from '@pilothouse/pilothouse-react';
import type { HeldLines, StateKind } from '@pilothouse/pilothouse-react';
import { useReleaseTranslation } from '../translation/useReleaseTranslation';
import type { LogBuffer } from './logBuffer';
import type { LogStream } from './useLogStream';

const KINDS: Record<LogStream['phase'], StateKind> = {
  connecting: 'moving',
  live: 'healthy',
  ended: 'stopped',
  failed: 'failed',
};

export interface LogStateProps {
  stream: LogStream;
  held: HeldLines<LogBuffer>;
}

/** Whether lines come, and who stopped them if they do not move. Announced: nobody may wait for lines that are held. */
export function LogState(props: LogStateProps) {
  const { t } = useReleaseTranslation();
  const { phase } = props.stream;
  const { heldBy } = props.held;
  return (
    <span role="status">
      {heldBy ? (
        <StateSign kind="attention">
          {heldBy === 'you' ? t('logs.pausedByYou') : t('logs.pausedByScroll')}
        </StateSign>
      ) : (
        <StateSign kind={KINDS[phase]}>{t(`logs.${phase}`)}</StateSign>
      )}
    </span>
  );
}
