/** The route table by itself: it loads neither the simulator nor the scenario format, and runs in a browser. */
export type { Family } from './net/address.ts'
export { type LimitLevel, limitLevel } from './net/prefix-limit.ts'
export { type RouteEntry, RouteTable } from './net/route-table.ts'
export { drawTable } from './net/table-drawing.ts'
export type { LookUps } from './net/trie/forwarding.ts'
