import { popCount } from './node.ts'

/*
 * A node of 256 elements, for 8 bits of an address. Elements that follow on each other and are equal are kept once,
 * as a run. A bit for each element says whether a run begins there, and so the bits that are set up to an element,
 * counted, find the run that it belongs to:
 *
 *     [ bits ][ run ]  8 times, for 32 elements each  [ runs ... ]        16 elements, and one for each run
 *
 *     bits    where runs begin; but the first run has no bit
 *     run     where the run stands to which the element before these 32 belongs
 *
 * An element below 0 is ~node, what goes on 8 bits below it; any other one is an answer.
 *
 * M. Degermark, A. Brodnik, S. Carlsson, S. Pink, Small Forwarding Tables for Fast Routing Lookups, SIGCOMM 1997.
 */
const head = 16
const words = 8

/** Elements that a node with so many runs takes. */
export function nodeSizeOf(runs: number): number {
  return head + runs
}

/** How many runs the node has. */
export function runCount(data: Int32Array, node: number): number {
  return (data[node + head - 1] as number) + popCount(data[node + head - 2] as number) - firstRun(node) + 1
}

/** Where the first run stands; the others follow. */
export function firstRun(node: number): number {
  return node + head
}

/** The element of the node that the highest 8 bits of `bits` name. */
export function elementIn(data: Int32Array, node: number, bits: number): number {
  const pair = node + ((bits >>> 28) & 14)
  // A shift takes its distance by 5 bits: ~n is 31 - n, and what is left are the bits up to n.
  return data[(data[pair + 1] as number) + popCount((data[pair] as number) << ~(bits >>> 24))] as number
}

/** Where the run stands to which this element of the node belongs. */
export function runOf(data: Int32Array, node: number, element: number): number {
  const pair = node + ((element >>> 4) & 14)
  return (data[pair + 1] as number) + popCount((data[pair] as number) << ~element)
}

/** Writes all elements of the node out. */
export function spreadOut(data: Int32Array, node: number, elements: Int32Array): void {
  let run = firstRun(node)
  for (let word = 0; word < words; word++) {
    const bits = data[node + 2 * word] as number
    for (let bit = 0; bit < 32; bit++) {
      run += (bits >>> bit) & 1
      elements[32 * word + bit] = data[run] as number
    }
  }
}

/** How many runs these elements make. */
export function countRuns(elements: Int32Array): number {
  let runs = 1
  for (let at = 1; at < elements.length; at++) if (elements[at] !== elements[at - 1]) runs++
  return runs
}

/** Makes a node of these elements, where there is room for as many runs as they make. */
export function rollUp(elements: Int32Array, data: Int32Array, node: number): void {
  let run = firstRun(node)
  let last = elements[0] as number
  data[run] = last
  for (let word = 0; word < words; word++) {
    data[node + 2 * word + 1] = run
    let bits = 0
    for (let bit = 0; bit < 32; bit++) {
      const element = elements[32 * word + bit] as number
      if (element === last) continue
      last = element
      bits |= 1 << bit
      run++
      data[run] = element
    }
    data[node + 2 * word] = bits
  }
}
