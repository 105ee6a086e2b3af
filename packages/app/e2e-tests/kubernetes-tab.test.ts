import { expect, test } from '@playwright/test';
import { backendAs, openAs } from './signing-in';

const DEPLOYMENT = 'apis/apps/v1/namespaces/order/deployments/order-api';

test('ops see the stock Kubernetes tab with every cluster', async ({
  page,
}) => {
  await openAs(page, '郭涛', '/catalog/default/component/order-api');
  await page.getByRole('link', { name: 'Kubernetes', exact: true }).click();
  for (const cluster of ['dev', 'test', 'prod-beijing', 'prod-shanghai']) {
    await expect(
      page.getByText(cluster, { exact: true }).first(),
    ).toBeVisible();
  }
});

test('others do not see it, nor get its answers', async ({ page }) => {
  const { url, headers } = await backendAs(page, '李伟');
  await page.goto('/catalog/default/component/order-api');
  const tabs = page.getByRole('navigation', { name: 'order-api' });
  await expect(tabs.getByRole('link', { name: 'Deploy' })).toBeVisible();
  await expect(tabs.getByRole('link', { name: 'Kubernetes' })).toBeHidden();

  const clusters = await page.request.get(`${url}/api/kubernetes/clusters`, {
    headers,
  });
  expect(clusters.status()).toBe(403);
});

for (const person of ['李伟', '郭涛']) {
  test(`nobody reaches a cluster through the proxy, not even ${person}`, async ({
    page,
  }) => {
    const { url, headers } = await backendAs(page, person);
    const answer = await page.request.patch(
      `${url}/api/kubernetes/proxy/${DEPLOYMENT}`,
      {
        headers: {
          ...headers,
          'content-type': 'application/merge-patch+json',
          'backstage-kubernetes-cluster': 'prod-beijing',
        },
        data: { spec: { paused: true } },
      },
    );
    expect(answer.status()).toBe(403);
  });
}
