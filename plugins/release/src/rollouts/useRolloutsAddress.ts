import { useSearchParams } from 'react-router-dom';
import { ROLLOUT_VIEWS } from './queries';
import type { RolloutView } from './queries';

const PLAIN: RolloutView = 'running';

/** What the page of rollouts shows, and how to change it. */
export interface RolloutsAddress {
  view: RolloutView;
  setView(view: RolloutView): void;
  environment: string | undefined;
  setEnvironment(environment: string | undefined): void;
}

/** What the page of rollouts shows stands in its address: it can be sent to somebody, and a reload shows the same. */
export function useRolloutsAddress(): RolloutsAddress {
  const [params, setParams] = useSearchParams();
  const asked = params.get('view');
  const put = (name: string, value: string | undefined) =>
    setParams(
      before => {
        const after = new URLSearchParams(before);
        if (value) after.set(name, value);
        else after.delete(name);
        return after;
      },
      { replace: true },
    );
  return {
    view: ROLLOUT_VIEWS.find(view => view === asked) ?? PLAIN,
    setView: view => put('view', view),
    environment: params.get('environment')?.slice(0, 253) || undefined,
    setEnvironment: environment => put('environment', environment),
  };
}
