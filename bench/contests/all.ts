import { referenceContests } from '../../src/bench/references.ts'
import type { ContestMaker } from '../contest-maker.ts'
import { codec } from './codec.ts'
import { decision } from './decision.ts'
import { packages } from './packages.ts'
import { packing } from './packing.ts'
import { generatedTables, realTables } from './route-tables.ts'
import { routers } from './routers.ts'
import { simulation } from './simulation.ts'

/** Every contest. */
export const contestMakers: readonly ContestMaker[] = [
  { topic: 'memory reads', make: () => referenceContests(1) },
  ...generatedTables,
  ...realTables,
  ...packages,
  { topic: 'codec', make: codec },
  { topic: 'packing', make: packing },
  { topic: 'decision', make: decision },
  { topic: 'routers', make: routers },
  { topic: 'simulation', make: simulation },
]
