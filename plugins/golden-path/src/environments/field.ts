import { makeFieldSchema } from '@backstage/plugin-scaffolder-react';
import { createFormField } from '@backstage/plugin-scaffolder-react/alpha';
import { EnvironmentsPicker } from './EnvironmentsPicker';

/** `ui:field: EnvironmentsPicker`: environments with their clusters, as the portal's configuration has them. */
export const environmentsField = createFormField({
  name: 'EnvironmentsPicker',
  component: EnvironmentsPicker,
  schema: makeFieldSchema({
    output: z =>
      z.array(
        z.object({
          name: z.string(),
          protected: z.boolean(),
          clusters: z.array(z.string()),
          namespaceSuffix: z.string(),
        }),
      ),
  }),
  validation(chosen, field) {
    if (chosen && chosen.length === 0) {
      field.addError('Choose at least one environment · 请至少选择一个环境');
    }
  },
});
