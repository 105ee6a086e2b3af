import { createFrontendModule } from '@backstage/frontend-plugin-api';
import kubernetesPlugin from '@backstage/plugin-kubernetes/alpha';

/**
 * The stock Kubernetes tab stands only where its backend would answer: it knows no grants, so the policy gives it to
 * ops alone.
 */
export const kubernetesModule = createFrontendModule({
  pluginId: 'kubernetes',
  extensions: [
    kubernetesPlugin
      .getExtension('entity-content:kubernetes/kubernetes')
      .override({
        if: { permissions: { $contains: 'kubernetes.resources.read' } },
      }),
  ],
});
