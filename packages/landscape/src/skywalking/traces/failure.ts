import type { Journey, Visit } from '../../world/journeys';
import { parseImage } from '../../world/images';
import type { Platform } from '../../world/service';
import { dotnet } from '../../world/voices/dotnet';
import { java } from '../../world/voices/java';
import { nginx } from '../../world/voices/nginx';
import { node } from '../../world/voices/node';
import type { Voice } from '../../world/voices/voice';

/** What went wrong in a visit, as its log says it. */
export interface Failure {
  kind: string;
  message: string;
  stack: string;
}

const VOICES: Record<Platform, Voice> = { java, node, dotnet, nginx };

const EXCEPTION = /^\s*([\w.]*(?:Exception|Error)\b[^:]*): (.*)$/;

/** The exception behind a failed visit: the very one that stands in the log of its pod. */
export function failureOf(journey: Journey, visit: Visit): Failure {
  const { service, pod } = visit;
  const { tag, behaviour } = parseImage(pod.image);
  const speaker = {
    service,
    pod: pod.name,
    version: tag ?? 'unknown',
    behaviour,
  };
  const lines = VOICES[service.platform].fail(speaker, journey, visit);
  if (service.platform === 'node') return pinoFailure(lines[0]);
  const at = lines.findIndex(line => EXCEPTION.test(line));
  const [, kind, message] = EXCEPTION.exec(lines[at] ?? '') ?? [];
  if (!kind) {
    return { kind: 'error', message: lines[0], stack: lines.join('\n') };
  }
  return { kind, message, stack: lines.slice(at).join('\n') };
}

function pinoFailure(line: string): Failure {
  const { err }: { err: { type: string; message: string; stack: string } } =
    JSON.parse(line);
  return { kind: err.type, message: err.message, stack: err.stack };
}
