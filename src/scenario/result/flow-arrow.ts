import type { FlowDirection } from '../../sim/flow/flow.ts'

/** How the direction of a flow is written behind its name. */
export const flowArrow: Readonly<Record<FlowDirection, string>> = { forward: '→', return: '←' }
