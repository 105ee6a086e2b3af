export { OperationsMenu } from './OperationsMenu';
export { Rollback } from './Rollback';
export { operationsTranslationRef } from './translation/ref';
export { useOperationWords } from './useOperationWords';
export { useOperations, WorkloadOperations } from './WorkloadOperations';
