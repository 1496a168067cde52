import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import type { Instruments } from '../../bench/stopwatch.ts'

/** The clock of the process, and a heap that can be cleaned before it is weighed, as `node --expose-gc` lets one. */
export function processInstruments(): Instruments {
  setFlagsFromString('--expose-gc')
  const collect: () => void = runInNewContext('gc')
  return {
    now: () => performance.now(),
    heldOctets: () => {
      // What lies outside of the heap is freed by the collection after the one that lost its owner.
      collect()
      collect()
      const { heapUsed, external } = process.memoryUsage()
      return heapUsed + external
    },
  }
}
