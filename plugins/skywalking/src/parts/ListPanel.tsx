import {
  EmptyState,
  ErrorState,
  LinkButton,
  LoadingState,
  Panel,
  RelativeTime,
} from '@pilothouse/pilothouse-react';
import type { Message } from '@pilothouse/plugin-release-common';
import type { SkywalkingService } from '@pilothouse/plugin-skywalking-common';
import type { ReactNode } from 'react';
import type { Known } from '../query/useKnown';
import { problemText } from '../words/problemText';
import { useSkywalkingTranslation } from '../words/useSkywalkingTranslation';
import { Problems } from './Problems';
import styles from './table.module.css';

export interface ListPanelProps<T> {
  title: string;
  chips?: ReactNode;
  actions?: ReactNode;
  /** Stands above the rows, whatever becomes of them. */
  tools?: ReactNode;
  answer: T | undefined;
  /** Since when the answer is an old one. */
  stale: Known<T>['stale'];
  error: Error | undefined;
  onRetry(): void;
  /** What is shown is about to be replaced. */
  isBusy?: boolean;
  /** Scrolls by itself when it is long: what stands below has to be reached. */
  isBounded?: boolean;
  isEmpty(answer: T): boolean;
  empty: ReactNode;
  children(answer: T): ReactNode;
}

/** A panel with a list of a service: its rows, or why there are none. What it says of itself is no other panel's trouble. */
export function ListPanel<
  T extends { service: SkywalkingService; problems: readonly Message[] },
>(props: ListPanelProps<T>) {
  const { title, chips, actions, tools } = props;
  return (
    <Panel title={title} chips={chips} actions={actions}>
      {tools}
      <Content {...props} />
    </Panel>
  );
}

function Content<
  T extends { service: SkywalkingService; problems: readonly Message[] },
>(props: ListPanelProps<T>) {
  const { t } = useSkywalkingTranslation();
  const { answer, stale, error, onRetry } = props;
  if (!answer) {
    return error ? (
      <ErrorState error={error} onRetry={onRetry} />
    ) : (
      <LoadingState rows={4} />
    );
  }
  const { service, problems } = answer;
  if (service.status !== 'found') {
    // The panel of the metrics says all of it.
    const why = service.problem ?? {
      code: service.status,
      params: { service: service.name, instance: service.instance },
    };
    return (
      <EmptyState
        title={problemText(t, why)}
        action={
          service.status === 'away' && (
            <LinkButton onPress={onRetry}>{t('away.retry')}</LinkButton>
          )
        }
      />
    );
  }
  if (props.isEmpty(answer)) return <>{props.empty}</>;
  return (
    <>
      {stale && (
        <p className={styles.stale}>
          {t('away.since')}: <RelativeTime at={stale.since} />
        </p>
      )}
      <div
        className={styles.scroll}
        data-busy={props.isBusy || stale !== undefined}
        data-bounded={props.isBounded}
      >
        {props.children(answer)}
      </div>
      <Problems problems={problems} />
    </>
  );
}
