export { searchModuleCjk as default } from './module';
