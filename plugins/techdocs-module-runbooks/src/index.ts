/**
 * What a runbook shows above its page in TechDocs, and its checklist.
 *
 * @packageDocumentation
 */
export { techdocsModuleRunbooks as default } from './module';
