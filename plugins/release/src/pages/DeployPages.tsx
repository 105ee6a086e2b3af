import { LoadingState } from '@pilothouse/pilothouse-react';
import { lazy, Suspense } from 'react';
import type { ReactNode } from 'react';
import { Navigate, Route, Routes } from 'react-router-dom';
import { FleetPage } from '../fleet/FleetPage';
import { DeployHead } from './DeployHead';
import type { DeployPage } from './DeployHead';
import styles from './DeployPages.module.css';

const RolloutsPage = lazy(() =>
  import('../rollouts/RolloutsPage').then(m => ({ default: m.RolloutsPage })),
);
const ChangesPage = lazy(() =>
  import('../changes/ChangesPage').then(m => ({ default: m.ChangesPage })),
);
const FreezesPage = lazy(() =>
  import('../freeze/FreezesPage').then(m => ({ default: m.FreezesPage })),
);

/** `/deploy` and what is below it: the fleet, rollouts, changes and freezes, each at an address of its own. */
export function DeployPages() {
  return (
    <Routes>
      <Route index element={page('fleet', <FleetPage />)} />
      <Route path="rollouts" element={page('rollouts', <RolloutsPage />)} />
      <Route path="changes" element={page('changes', <ChangesPage />)} />
      <Route path="freezes" element={page('freezes', <FreezesPage />)} />
      <Route path="*" element={<Navigate to="." replace />} />
    </Routes>
  );
}

function page(name: DeployPage, content: ReactNode) {
  return (
    <>
      <DeployHead page={name} />
      <main className={styles.content}>
        <Suspense fallback={<LoadingState rows={6} />}>{content}</Suspense>
      </main>
    </>
  );
}
