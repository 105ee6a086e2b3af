import { createFrontendModule } from '@backstage/frontend-plugin-api';
import { FormFieldBlueprint } from '@backstage/plugin-scaffolder-react/alpha';
import { provisionApi } from './api/provisionApi';

const serviceName = FormFieldBlueprint.make({
  name: 'service-name-picker',
  params: {
    field: async () => (await import('./name/field')).serviceNameField,
  },
});

const environments = FormFieldBlueprint.make({
  name: 'environments-picker',
  params: {
    field: async () => (await import('./environments/field')).environmentsField,
  },
});

/** Gives the scaffolder's forms the fields that the templates of the golden path use. */
export default createFrontendModule({
  pluginId: 'scaffolder',
  extensions: [provisionApi, serviceName, environments],
});
