/**
 * What the screens of Pilothouse share: signs, versions, times, states, panels and live queries.
 *
 * @packageDocumentation
 */
export * from './page/PageHead';
export * from './panel/Panel';
export * from './query/PilothouseQueryProvider';
export { createQueryClient } from './query/queryClient';
export * from './query/useLiveQuery';
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
export * from './time/formatDuration';
export * from './time/language';
export * from './time/useNow';
export * from './translation/ref';
