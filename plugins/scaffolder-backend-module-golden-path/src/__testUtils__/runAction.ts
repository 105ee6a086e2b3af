import type {
  ActionContext,
  TemplateAction,
} from '@backstage/plugin-scaffolder-node';
import { createMockActionContext } from '@backstage/plugin-scaffolder-node-test-utils';
import type { JsonObject, JsonValue } from '@backstage/types';

/** What a task keeps of its steps from one try to the next. */
export class TaskMemory {
  readonly #kept = new Map<string, unknown>();

  /** As the scaffolder does: what was kept is not done again. */
  async checkpoint<T extends JsonValue | void>(options: {
    key?: string;
    fn: () => Promise<T> | T;
  }): Promise<T> {
    const key = options.key ?? '';
    if (!this.#kept.has(key)) this.#kept.set(key, await options.fn());
    return this.#kept.get(key) as T;
  }
}

/** Runs a step of a template as the scaffolder would, and returns its outputs. */
export async function runAction<I extends JsonObject, O extends JsonObject>(
  action: TemplateAction<I, O>,
  input: I,
  options: {
    workspacePath: string;
    taskId?: string;
    memory?: TaskMemory;
    isDryRun?: boolean;
    signal?: AbortSignal;
    user?: ActionContext<I, O>['user'];
  },
): Promise<Record<string, unknown>> {
  const outputs: Record<string, unknown> = {};
  const { taskId = 'task-1', memory = new TaskMemory() } = options;
  const context = createMockActionContext<I, O>({
    input,
    workspacePath: options.workspacePath,
    task: { id: taskId },
    user: options.user,
  });
  await action.handler({
    ...context,
    isDryRun: options.isDryRun,
    signal: options.signal,
    checkpoint: given => memory.checkpoint(given),
    output: (name, value) => {
      outputs[String(name)] = value;
    },
  });
  return outputs;
}
