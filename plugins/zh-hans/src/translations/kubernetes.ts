import type { kubernetesTranslationRef } from '@backstage/plugin-kubernetes/alpha';
import type { MessagesOf } from '../types';

const messages: MessagesOf<typeof kubernetesTranslationRef> = {
  'kubernetesContentPage.permissionAlert.title': '需要权限',
  'kubernetesContentPage.permissionAlert.message':
    '如需查看 Kubernetes 对象，请联系门户管理员授予 kubernetes.clusters.read 和 kubernetes.resources.read 权限。',
  'kubernetesContentPage.title': '集群',
  'kubernetesContentPage.emptyState.title': '没有 Kubernetes 资源',
  'kubernetesContentPage.emptyState.description':
    '已知集群中没有 {{entityName}} 的资源',
  'entityContent.title': 'Kubernetes',
};

export default messages;
