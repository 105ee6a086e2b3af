import { Alert } from '@backstage/ui';
import { HostileText } from '@pilothouse/pilothouse-react';
import type { Message } from '@pilothouse/plugin-release-common';
import { tellsUnread } from '../unread';
import { useWords } from '../words';

/** What was left out of the answer, why, and what can be done about it. */
export function Problems(props: { problems: readonly Message[] }) {
  const words = useWords();
  // Those of clusters stand where their workloads would.
  const problems = props.problems.filter(problem => !tellsUnread(problem));
  return (
    <>
      {problems.map(problem => {
        const { title, hint } = words.problem(problem);
        return (
          <Alert
            key={`${problem.code} ${JSON.stringify(problem.params)}`}
            status="warning"
            icon
            title={<HostileText value={title} />}
            description={hint && <HostileText value={hint} max={400} />}
          />
        );
      })}
    </>
  );
}
