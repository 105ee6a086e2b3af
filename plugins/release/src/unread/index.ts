export { UnreadNotes, unreadPhrase } from './UnreadNotes';
export { tellsUnread, unreadClusters } from './unreadClusters';
export type { UnreadCluster } from './unreadClusters';
