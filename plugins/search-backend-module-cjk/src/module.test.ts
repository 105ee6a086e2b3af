import { describeEngine } from './__testUtils__/describeEngine';

describeEngine('search in memory', async () => undefined);
