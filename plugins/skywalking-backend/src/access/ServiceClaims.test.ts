import { mockCredentials, mockServices } from '@backstage/backend-test-utils';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import { component } from '../__testUtils__/startCompany';
import { bindService } from './bindService';
import { ServiceClaims } from './ServiceClaims';

const SERVICE = { 'skywalking.apache.org/service': 'payment-api' };
const rightful = component('payment-api', 'team-payment', SERVICE);

function claimsAmong(thieves: number, from = 'aa') {
  const entities = Array.from({ length: thieves }, (_, index) =>
    component(
      `${from}-${String(index).padStart(3, '0')}`,
      'team-thief',
      SERVICE,
    ),
  );
  const claims = new ServiceClaims({
    auth: {
      getOwnServiceCredentials: async () => mockCredentials.service(),
    } as Pick<ReturnType<typeof mockServices.auth>, 'getOwnServiceCredentials'>,
    catalog: catalogServiceMock({ entities: [...entities, rightful] }),
  });
  return { claims, thief: bindService(entities[0] ?? rightful) };
}

it.each([1, 99, 100, 101, 500])(
  'is contested however many name it before its owner: %s',
  async thieves => {
    const { claims, thief } = claimsAmong(thieves);
    expect(await claims.isContested(thief, ['x', 'payment-api'])).toBe(true);
  },
);

it('is not contested by entities of one owner, nor by what is called almost so', async () => {
  const { claims, thief } = claimsAmong(0);
  expect(await claims.isContested(thief, ['payment-api'])).toBe(false);
  const { claims: others } = claimsAmong(3);
  expect(await others.isContested(bindService(rightful), ['Payment-API'])).toBe(
    false,
  );
});
