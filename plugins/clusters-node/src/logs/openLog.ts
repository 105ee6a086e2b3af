import type { ClusterConnection } from '../connection/ClusterConnection';
import { LineSplitter } from '../connection/LineSplitter';
import type { PodLogEnd, PodLogLine } from '../types';
import { LINE_BYTES, TIMESTAMP_BYTES, toLogLine } from './logLine';
import { LOG_BYTES, type LogSource } from './logSource';

/**
 * Reads the lines of a log until it, the connection or `signal` ends.
 *
 * @throws as {@link ClusterConnection.stream}, but only while nothing has come
 */
export async function* openLog(
  connection: ClusterConnection,
  source: LogSource,
  options: { timeoutMs: number; signal: AbortSignal },
): AsyncGenerator<PodLogLine, PodLogEnd, void> {
  const { path, query, follow } = source;
  const { timeoutMs, signal } = options;
  const body = await connection.stream({
    method: 'GET',
    path,
    query,
    purpose: 'log',
    timeoutMs,
    signal,
  });
  const splitter = new LineSplitter(LINE_BYTES + TIMESTAMP_BYTES);
  let bytes = 0;
  try {
    for await (const chunk of body) {
      bytes += chunk.length;
      for (const line of splitter.push(chunk)) yield toLogLine(line);
      if (!follow && bytes >= LOG_BYTES) return 'limit';
    }
  } catch {
    // The connection has said what was wrong to the one who watches over the cluster.
    return 'cluster-lost';
  }
  const rest = splitter.rest();
  if (rest) yield toLogLine(rest);
  return 'container-ended';
}
