import { usualLimits } from '../../src/live/limits.ts'
import { livePlan } from '../../src/live/live-plan.ts'
import { LiveRun } from '../../src/live/live-run.ts'
import { parseAddress } from '../../src/net/address-text.ts'
import { readScenario } from '../../src/scenario/parse.ts'
import { buildTopology } from '../../src/scenario/topology.ts'
import { feeder } from './feed.ts'

/* A live speaker in a process of its own: it says how many prefixes it has whenever that changes. */

const file = `version: 1
title: A receiver
routers:
  dut: { asn: 65000 }
  feed: { asn: ${feeder.asn} }
sessions:
  - { between: [dut, feed] }
`

const { scenario, issues } = readScenario(file, 'receiver.yaml')
if (scenario === undefined) throw new Error(issues.map(({ message }) => message).join('\n'))
const peers = new Map([['feed', [{ address: parseAddress(feeder.address), port: undefined }]]])
const plan = livePlan(buildTopology(scenario), scenario.timeline, { routers: ['dut'], peers })
// The limits are for strangers; this peer announces a table.
const limits = {
  ...usualLimits,
  attributeSets: Number.POSITIVE_INFINITY,
  attributeOctets: Number.POSITIVE_INFINITY,
}
const onBug = (error: unknown): never => {
  throw error
}
const run = new LiveRun(plan, { onRecord: () => undefined, onBug }, limits)
const problems = await run.listen([
  { router: undefined, at: { address: parseAddress('127.0.0.1'), port: Number(process.argv[2]) } },
])
if (problems.length > 0) throw new Error(problems.join('\n'))
run.start()
console.log('listening')
let told = 0
setInterval(() => {
  const { count } = run.simulation.router('dut').speaker.ribs.ipv4.locRib
  if (count === told) return
  told = count
  console.log(`count ${count}`)
}, 10)
