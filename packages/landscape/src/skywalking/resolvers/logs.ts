import { readDuration, type DurationInput } from '../duration';

/** Logs, alarms and events, of which the company sends none to its OAPs: its log lines are in Elasticsearch. */
export function logResolvers() {
  return {
    supportQueryLogsByKeywords: () => false,
    queryLogs: ({
      condition,
    }: {
      condition?: {
        queryDuration?: DurationInput | null;
        relatedTrace?: object | null;
      } | null;
    }) => {
      if (!condition?.queryDuration && !condition?.relatedTrace) {
        throw new Error('queryDuration or relatedTrace is required');
      }
      return { logs: [], errorReason: null, total: 0 };
    },
    getAlarm: ({ duration }: { duration: DurationInput }) => {
      readDuration(duration);
      return { msgs: [], total: 0 };
    },
    getAlarmTrend: ({ duration }: { duration: DurationInput }) => ({
      numOfAlarm: readDuration(duration).points.map(() => 0),
    }),
    queryEvents: ({
      condition,
    }: {
      condition?: { uuid?: string | null; time?: object | null } | null;
    }) => {
      if (!condition?.uuid && !condition?.time) {
        throw new Error('time field is required when uuid is absent.');
      }
      return { events: [] };
    },
    getServiceHierarchy: () => ({ relations: [] }),
    listLayerLevels: () => [
      { layer: 'MESH', level: 3 },
      { layer: 'GENERAL', level: 2 },
      { layer: 'MYSQL', level: 1 },
      { layer: 'VIRTUAL_DATABASE', level: 1 },
      { layer: 'K8S_SERVICE', level: 0 },
    ],
  };
}
