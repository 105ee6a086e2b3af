import {
  HostileText,
  messageOf,
  statusOf,
  useLocale,
} from '@pilothouse/pilothouse-react';
import { LOG_ENDS } from '@pilothouse/plugin-release-common';
import { useLogsTranslation } from '../words/useLogsTranslation';
import { MOST_KEPT } from './podLines';
import {
  MOST_FOLLOWED,
  type PodEnd,
  type PodLogs,
  type PodToRead,
} from './usePodLogs';
import styles from './PodLogView.module.css';

/** Names of pods that are written out; the rest is counted. */
const MOST_ENDS = 4;

export interface PodFootProps {
  logs: PodLogs;
  pods: readonly PodToRead[];
  unread: readonly string[];
}

/** What was left out, and which logs do not go on. */
export function PodFoot({ logs, pods, unread }: PodFootProps) {
  const { t } = useLogsTranslation();
  const locale = useLocale();
  const { received, entries } = logs.lines;
  const dropped = received - entries.length;
  const number = (value: number) => value.toLocaleString(locale);
  const ends = logs.ends.flatMap(endText);
  const notes = [
    ...(dropped > 0
      ? [
          t('pods.dropped', {
            lines: number(MOST_KEPT),
            dropped: number(dropped),
          }),
        ]
      : []),
    ...(pods.length > MOST_FOLLOWED
      ? [
          t('pods.notFollowed', {
            pods: number(pods.length),
            most: number(MOST_FOLLOWED),
          }),
        ]
      : []),
    ...[...logs.cut].map(pod => t('pods.cut', { pod })),
    ...[...logs.gaps].map(pod => t('pods.gap', { pod })),
    ...unread.map(workload => t('pods.unread', { workload })),
    ...ends.slice(0, MOST_ENDS),
    ...(ends.length > MOST_ENDS
      ? [t('pods.more', { count: ends.length - MOST_ENDS })]
      : []),
  ];
  if (notes.length === 0) return null;
  return (
    <ul className={styles.foot}>
      {notes.map(note => (
        <li key={note}>
          <HostileText value={note} max={400} />
        </li>
      ))}
    </ul>
  );

  function endText({ pod, end, error }: PodEnd): string[] {
    if (error) {
      // A cluster that does not answer says so in one language only.
      const isAway = [502, 503, 504].includes(statusOf(error) ?? 0);
      return [
        isAway
          ? t('pods.away', { pod })
          : t('pods.failed', { pod, message: messageOf(error) }),
      ];
    }
    const code = LOG_ENDS.find(known => known === end?.code);
    // That what is read once ends is no news.
    if (!code || pods.length > MOST_FOLLOWED) return [];
    return [t('pods.ended', { pod, why: t(`pods.end.${code}`) })];
  }
}
