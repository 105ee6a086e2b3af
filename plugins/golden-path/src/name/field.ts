import { makeFieldSchema } from '@backstage/plugin-scaffolder-react';
import { createFormField } from '@backstage/plugin-scaffolder-react/alpha';
import { provisionApiRef } from '../api/provisionApi';
import { isServiceName } from './serviceName';
import { ServiceNamePicker, systemOf } from './ServiceNamePicker';

/** `ui:field: ServiceNamePicker`: a name that is free in the catalog, the registry and the namespaces of its system. */
export const serviceNameField = createFormField({
  name: 'ServiceNamePicker',
  component: ServiceNamePicker,
  schema: makeFieldSchema({ output: z => z.string() }),
  async validation(name, field, { apiHolder, formData }) {
    if (!name) return;
    if (!isServiceName(name)) {
      field.addError(
        'Small letters, digits and -, beginning with a letter; 40 at most · 小写字母、数字和连字符，以字母开头，最多 40 个字符',
      );
      return;
    }
    const check = await apiHolder
      .get(provisionApiRef)
      ?.checkName({ name, system: systemOf({ formData }) })
      // What cannot be asked does not keep anybody: every step of the template looks again.
      .catch(() => undefined);
    if (check && check.taken.length > 0) {
      field.addError('The name is taken · 该名称已被占用');
    }
  },
});
