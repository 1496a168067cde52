// Lets a scenario settle with the built program in a process of its own, forks it several times, and prints the
// middle of what a fork took as one line of JSON, in milliseconds.
//
//     node bench/fork-process.mjs FILE FORKS

import { settledSimulation } from '../dist/analysis/settled-network.js'
import { loadScenario } from '../dist/scenario/load.js'
import { buildTopology } from '../dist/scenario/topology.js'

const [file = '', forks = '12'] = process.argv.slice(2)
const { scenario, issues } = loadScenario(file)
if (scenario === undefined) throw new Error(`${file}: ${issues[0]?.message}`)

const base = settledSimulation(buildTopology(scenario).plan)
const times = []
for (let turn = 0; turn < Number(forks); turn++) {
  const [start, busy] = [performance.now(), process.cpuUsage()]
  base.fork()
  const { user, system } = process.cpuUsage(busy)
  times.push({ wall: performance.now() - start, busy: (user + system) / 1000 })
}
const byWall = times.toSorted((a, b) => a.wall - b.wall)
console.log(JSON.stringify(byWall[Math.floor(byWall.length / 2)]))
