import { RpcError } from './rpc.js';

/** What can be called: by its name, with `params` as JSON-RPC 2.0 has them. */
export const methods = {
  about: () => ({ service: ${{ values.service.name | dump }}, pod: process.env.POD_NAME }),

  // An example of your own.
  greet: params => {
    const { name, greeting } = params ?? {};
    if (typeof name !== 'string' || typeof greeting !== 'string') {
      throw new RpcError(-32602, 'name and greeting have to be texts');
    }
    return { text: `${greeting}, ${name}` };
  },
};
