/**
 * What the screens of Pilothouse share: signs, versions, times, states, panels, lines of logs and live queries.
 *
 * @packageDocumentation
 */
export type { ChartRange, ChartSeries, ChartStyle } from './charts/chartSeries';
export { extentOf } from './charts/linePath';
export * from './charts/Sparkline';
export * from './charts/TimeSeriesChart';
export * from './controls/LinkButton';
export * from './copy/useCopy';
export * from './lines/ansi';
export * from './lines/LineTime';
export * from './lines/LogText';
export * from './lines/useFollowedEnd';
export * from './lines/useHeldLines';
export * from './links/LinkList';
export * from './links/LinkMenu';
export * from './links/linksApiRef';
export * from './links/useLinks';
export * from './page/PageHead';
export * from './panel/Panel';
export * from './query/PilothouseQueryProvider';
export { createQueryClient } from './query/queryClient';
export * from './query/queryWrapper';
export * from './query/useLiveQuery';
export * from './range/TimeRangeField';
export * from './range/timeRange';
export * from './rows/useSteadyRows';
export * from './signs/Chip';
export * from './signs/RoleChip';
export * from './signs/StateSign';
export * from './signs/TrafficBar';
export * from './signs/VersionMark';
export * from './states/EmptyState';
export * from './states/ErrorState';
export * from './states/ForbiddenState';
export * from './states/HostileText';
export * from './states/LoadingState';
export * from './states/messageOf';
export * from './states/revealHidden';
export * from './states/statusOf';
export * from './time/LiveBadge';
export * from './time/RelativeTime';
export * from './time/dayFormat';
export * from './time/formatDuration';
export * from './time/language';
export * from './time/useNow';
export * from './translation/ref';
