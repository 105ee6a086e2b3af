export {
  createZhHansModule,
  zhHansModule,
  zhHansModule as default,
} from './module';
export { createZhHansResources, type ZhHansOptions } from './resources';
