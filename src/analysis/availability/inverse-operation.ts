import type { Operation } from '../../sim/operation.ts'

/** What ends it. */
export function inverseOperation(operation: Operation): Operation {
  switch (operation.kind) {
    case 'add-fault':
      return { ...operation, kind: 'remove-fault' }
    case 'crash':
      return { ...operation, kind: 'restart' }
    case 'shut':
      return { ...operation, kind: 'start' }
    case 'drain':
      return { ...operation, kind: 'undrain' }
    default:
      throw new Error(`${operation.kind} cannot be undone`)
  }
}
