import { renderInTestApp } from '@backstage/frontend-test-utils';
import { inLanguage } from '@pilothouse/pilothouse-react/testUtils';
import type {
  EnvironmentOption,
  NameCheck,
} from '@pilothouse/plugin-release-common';
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { useState, type ComponentProps } from 'react';
import { provisionApiRef } from './api/provisionApi';
import { EnvironmentsPicker } from './environments/EnvironmentsPicker';
import { serviceNameField } from './name/field';
import { ServiceNamePicker } from './name/ServiceNamePicker';

const ENVIRONMENTS: EnvironmentOption[] = [
  { name: 'dev', protected: false, clusters: ['dev'], namespaceSuffix: '' },
  {
    name: 'prod',
    protected: true,
    clusters: ['prod-beijing', 'prod-shanghai'],
    namespaceSuffix: '',
  },
];

function fakeApi(answer: NameCheck | Error = { taken: [], unread: [] }) {
  return {
    listEnvironments: jest.fn(async () => ({ environments: ENVIRONMENTS })),
    checkName: jest.fn(async () => {
      if (answer instanceof Error) throw answer;
      return answer;
    }),
  };
}

/** Of the form around it, a field is given far more than these look at. */
function fieldProps<T>(more: object): T {
  return { schema: {}, uiSchema: {}, idSchema: { $id: 'field' }, ...more } as T;
}

function renderName(
  api: ReturnType<typeof fakeApi>,
  language: 'en' | 'zh' = 'en',
) {
  function Form() {
    const [name, setName] = useState<string>();
    return (
      <ServiceNamePicker
        {...fieldProps<ComponentProps<typeof ServiceNamePicker>>({
          formData: name,
          onChange: setName,
          formContext: { formData: { system: 'system:default/order' } },
        })}
      />
    );
  }
  renderInTestApp(<Form />, {
    apis: [[provisionApiRef, api]],
    config: inLanguage(language),
  });
}

describe('ServiceNamePicker', () => {
  it('asks when nobody types any more, and says that the name is free', async () => {
    const api = fakeApi();
    renderName(api);
    await userEvent.type(await screen.findByLabelText(/Name/), 'refund-api');
    expect(await screen.findByText('The name is free')).toBeVisible();
    expect(api.checkName).toHaveBeenLastCalledWith(
      { name: 'refund-api', system: 'system:default/order' },
      expect.anything(),
    );
    // Not for every letter.
    expect(api.checkName.mock.calls.length).toBeLessThan(5);
  });

  it.each([
    [
      {
        code: 'entity' as const,
        params: { ref: 'component:default/order-api' },
      },
      '目录中已有 component:default/order-api',
    ],
    [
      {
        code: 'workload' as const,
        params: { name: 'order-api', namespace: 'order', cluster: 'dev' },
      },
      'order-api 已在 dev 的 order 中运行',
    ],
    [
      { code: 'image' as const, params: { repository: 'r.test/order/a' } },
      'r.test/order/a 中已有镜像',
    ],
  ])('says in Chinese who has the name: %j', async (taken, text) => {
    renderName(fakeApi({ taken: [taken], unread: [] }), 'zh');
    await userEvent.type(await screen.findByLabelText(/名称/), 'order-api');
    expect(await screen.findByText(text)).toBeVisible();
  });

  it('says what could not be asked', async () => {
    renderName(fakeApi({ taken: [], unread: ['dev', 'registry.test'] }));
    await userEvent.type(await screen.findByLabelText(/Name/), 'refund-api');
    expect(
      await screen.findByText(/No answer from dev, registry.test/),
    ).toBeVisible();
  });

  it('asks nobody about what is no name', async () => {
    const api = fakeApi();
    renderName(api);
    await userEvent.type(await screen.findByLabelText(/Name/), 'Refund_API');
    expect(
      await screen.findByText(/^Small letters, digits and -/),
    ).toBeVisible();
    expect(api.checkName).not.toHaveBeenCalled();
  });

  it('keeps nobody from going on when it cannot be asked, and everybody when it is taken', async () => {
    const errorsWith = async (answer: NameCheck | Error) => {
      const addError = jest.fn();
      const field = serviceNameField as unknown as {
        validation: (...args: unknown[]) => Promise<void>;
      };
      await field.validation(
        'order-api',
        { addError },
        { apiHolder: { get: () => fakeApi(answer) }, formData: {} },
      );
      return addError.mock.calls.length;
    };
    expect(await errorsWith(new Error('away'))).toBe(0);
    expect(await errorsWith({ taken: [], unread: [] })).toBe(0);
    expect(
      await errorsWith({
        taken: [{ code: 'image', params: { repository: 'r' } }],
        unread: [],
      }),
    ).toBe(1);
  });
});

describe('EnvironmentsPicker', () => {
  it.each([
    ['nothing', undefined],
    // As the form begins a list that needs an entry.
    ['an empty entry', [{} as EnvironmentOption]],
  ])(
    'begins with all of them instead of %s, and keeps their order',
    async (_, first) => {
      const chosen: EnvironmentOption[][] = [];
      function Form() {
        const [value, setValue] = useState<EnvironmentOption[] | undefined>(
          first,
        );
        return (
          <EnvironmentsPicker
            {...fieldProps<ComponentProps<typeof EnvironmentsPicker>>({
              formData: value,
              onChange: (next: EnvironmentOption[]) => {
                chosen.push(next);
                setValue(next);
              },
            })}
          />
        );
      }
      renderInTestApp(<Form />, {
        apis: [[provisionApiRef, fakeApi()]],
        config: inLanguage('en'),
      });
      const dev = await screen.findByRole('checkbox', { name: /^dev/ });
      await waitFor(() => expect(dev).toBeChecked());
      expect(
        screen.getByRole('checkbox', { name: /prod.*protected/ }),
      ).toBeChecked();
      await userEvent.click(dev);
      expect(chosen.at(-1)).toEqual([ENVIRONMENTS[1]]);
      await userEvent.click(dev);
      expect(chosen.at(-1)).toEqual(ENVIRONMENTS);

      const clusters = screen.getByRole('group', { name: 'Clusters of prod' });
      const shanghai = within(clusters).getByRole('checkbox', {
        name: 'prod-shanghai',
      });
      await userEvent.click(shanghai);
      const [, prod] = ENVIRONMENTS;
      const one = { ...prod, clusters: ['prod-beijing'] };
      expect(chosen.at(-1)).toEqual([ENVIRONMENTS[0], one]);
      // What was chosen stays while another environment is taken out and back.
      await userEvent.click(dev);
      expect(chosen.at(-1)).toEqual([one]);
      await userEvent.click(
        within(clusters).getByRole('checkbox', { name: 'prod-beijing' }),
      );
      expect(chosen.at(-1)).toEqual([]);
      expect(
        screen.queryByRole('group', { name: 'Clusters of prod' }),
      ).toBeNull();
    },
  );
});
