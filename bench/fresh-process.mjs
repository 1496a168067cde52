// Runs a scenario with the built program in a process of its own, and prints what it took as one line of JSON.
// Plain JavaScript: a loader for TypeScript would be measured along with the program.
//
//     node [--expose-gc] bench/fresh-process.mjs FILE RUNS

import { readFileSync } from 'node:fs'
import { loadScenario } from '../dist/scenario/load.js'
import { runScenario } from '../dist/scenario/run-scenario.js'

const [file = '', runs = '1'] = process.argv.slice(2)
const { scenario, issues } = loadScenario(file)
if (scenario === undefined) throw new Error(`${file}: ${issues[0]?.message}`)

const before = heldOctets()
const wallMilliseconds = []
const busyMilliseconds = []
let held = before
for (let run = 0; run < Number(runs); run++) {
  const busy = busyTime()
  const start = performance.now()
  const result = runScenario(scenario, globalThis.gc === undefined ? {} : { onRecord: lookAtMemory })
  wallMilliseconds.push(performance.now() - start)
  busyMilliseconds.push(busyTime() - busy)
  if (result.verdict !== 'pass') throw new Error(`${file}: ${result.verdict}`)
}
console.log(JSON.stringify({ wallMilliseconds, busyMilliseconds, heldOctets: held - before }))

// When the cable is cut, every table is full and the whole network is still alive.
function lookAtMemory(record) {
  if (record.kind === 'mark' && record.label === 'cut') held = heldOctets()
}

// How long the main thread has been on a processor; where Linux does not tell, the time of all threads.
function busyTime() {
  try {
    return Number(readFileSync('/proc/self/schedstat', 'utf8').split(' ')[0]) / 1e6
  } catch {
    const { user, system } = process.cpuUsage()
    return (user + system) / 1000
  }
}

function heldOctets() {
  globalThis.gc?.()
  const { heapUsed, arrayBuffers } = process.memoryUsage()
  return heapUsed + arrayBuffers
}
