import { Button, ButtonIcon } from '@backstage/ui';
import {
  EmptyState,
  ErrorState,
  HostileText,
  useHeldLines,
  type HeldLines,
} from '@pilothouse/pilothouse-react';
import { RiArrowDownLine, RiCloseLine } from '@remixicon/react';
import { useEffect, useId, useRef, useState } from 'react';
import type { KeyboardEvent } from 'react';
import { usePods } from '../deploy/queries';
import { useReleaseTranslation } from '../translation/useReleaseTranslation';
import { useWords } from '../words';
import { MAX_LINES, type LogBuffer } from './logBuffer';
import { LogLines } from './LogLines';
import { LogState } from './LogState';
import { LogTools } from './LogTools';
import type { Peek } from './useLogPeek';
import { useLogStream } from './useLogStream';
import styles from './LogPeek.module.css';

export interface LogPeekProps {
  entityRef: string;
  peek: Peek;
  onClose(): void;
}

/**
 * The log of one pod, followed, below the tables and without covering them for good: a look, not a log system. It takes
 * the focus when it opens and gives it back when it closes.
 */
export function LogPeek(props: LogPeekProps) {
  const { t } = useReleaseTranslation();
  const { entityRef, peek, onClose } = props;
  const { workloadId, pod } = peek;
  const titleId = useId();
  const [container, setContainer] = useState(peek.container);
  const [previous, setPrevious] = useState(peek.previous);
  const [asked, setAsked] = useState(peek);
  if (asked !== peek) {
    setAsked(peek);
    setPrevious(peek.previous);
    setContainer(peek.container);
  }
  const [wrap, setWrap] = useState(false);
  const [times, setTimes] = useState(true);
  const stream = useLogStream({
    entityRef,
    workloadId,
    pod,
    container,
    previous,
  });
  const held = useHeldLines(stream.buffer);
  const containers = useContainers({ entityRef, workloadId }, peek);
  const region = useRef<HTMLElement>(null);
  useEffect(() => region.current?.focus({ preventScroll: true }), [peek]);

  const onKeyDown = (event: KeyboardEvent) => {
    // A list that is open inside closes first, and says so by taking the key.
    if (event.key !== 'Escape' || event.defaultPrevented) return;
    event.stopPropagation();
    onClose();
  };

  return (
    // eslint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- Escape, from whatever is inside
    <section
      ref={region}
      className={styles.peek}
      aria-labelledby={titleId}
      tabIndex={-1}
      onKeyDown={onKeyDown}
    >
      <div className={styles.head}>
        <h2 id={titleId} className={styles.title}>
          {previous ? t('logs.titlePrevious') : t('logs.title')}{' '}
          <code>
            <HostileText value={pod} />
          </code>
        </h2>
        <span className={styles.where}>{peek.where}</span>
        <LogState stream={stream} held={held} />
        <LogTools
          containers={containers}
          container={container}
          onContainer={setContainer}
          previous={previous}
          onPrevious={setPrevious}
          wrap={wrap}
          onWrap={setWrap}
          times={times}
          onTimes={setTimes}
          stream={stream}
          held={held}
        />
        <ButtonIcon
          variant="tertiary"
          aria-label={t('logs.close')}
          icon={<RiCloseLine />}
          onPress={onClose}
        />
      </div>
      <div className={styles.body}>
        <Lines stream={stream} held={held} wrap={wrap} times={times} />
        {held.heldBy && held.newLines > 0 && (
          <NewLines count={held.newLines} onPress={held.release} />
        )}
      </div>
      <Footer stream={stream} />
    </section>
  );
}

type Stream = ReturnType<typeof useLogStream>;
type Held = HeldLines<LogBuffer>;

function Lines(props: {
  stream: Stream;
  held: Held;
  wrap: boolean;
  times: boolean;
}) {
  const { t } = useReleaseTranslation();
  const { stream, held, wrap, times } = props;
  const { entries } = held.shown;
  if (entries.length === 0 && stream.phase === 'failed') {
    return <ErrorState error={stream.error} onRetry={stream.restart} />;
  }
  if (entries.length === 0) {
    const over = stream.phase === 'ended';
    return <EmptyState title={over ? t('logs.emptyEnded') : t('logs.empty')} />;
  }
  return (
    <LogLines
      entries={entries}
      following={held.heldBy === undefined}
      wrap={wrap}
      times={times}
      onLeaveEnd={() => held.hold('scroll')}
      onReachEnd={() => {
        if (held.heldBy === 'scroll') held.release();
      }}
    />
  );
}

function NewLines(props: { count: number; onPress(): void }) {
  const { t } = useReleaseTranslation();
  const what = t('logs.newLines', { count: props.count });
  return (
    <div className={styles.newLines}>
      <Button
        size="small"
        iconEnd={<RiArrowDownLine />}
        aria-label={t('logs.toEnd', { what })}
        onPress={props.onPress}
      >
        {what}
      </Button>
    </div>
  );
}

/** What was left out, and why it stopped. */
function Footer({ stream }: { stream: Stream }) {
  const { t } = useReleaseTranslation();
  const words = useWords();
  const { buffer, end } = stream;
  const dropped = buffer.received - buffer.entries.length;
  const notes = [
    dropped > 0 &&
      t('logs.cap', { lines: `${MAX_LINES}`, dropped: `${dropped}` }),
    end && words.logEnd(end),
  ].filter((note): note is string => typeof note === 'string');
  if (notes.length === 0) return null;
  return (
    <p className={styles.footer}>
      <HostileText value={notes.join(' ')} />
    </p>
  );
}

/** The containers of a pod; the last known ones when it is gone. */
function useContainers(
  request: { entityRef: string; workloadId: string },
  { pod, containers }: Peek,
) {
  const { data } = usePods(request);
  const present = data?.pods.find(({ name }) => name === pod)?.containers;
  const [known, setKnown] = useState(containers);
  if (present && present !== known) setKnown(present);
  return present ?? known;
}
