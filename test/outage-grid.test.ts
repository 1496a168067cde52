import { readFileSync, writeFileSync } from 'node:fs'
import test, { type ExecutionContext } from 'ava'
import { parseScenario } from '../src/scenario/parse.ts'
import type { FlowResult } from '../src/scenario/result/run-result.ts'
import { runScenario } from '../src/scenario/run-scenario.ts'

/*
 * BFD against hold timers: what a silent cut costs by the length of the link, by who notices, and by how long UPDATEs
 * are held back. A second before the cut the first edge announces a prefix of its own, so that its
 * advertisement timers run.
 */

const delays = ['1ms', '20ms', '100ms']

const detections = [
  { name: 'hold 180 s', timers: 'hold: 180s, keepalive: 60s', bfd: undefined },
  { name: 'hold 30 s', timers: 'hold: 30s, keepalive: 10s', bfd: undefined },
  { name: 'hold 9 s', timers: 'hold: 9s, keepalive: 3s', bfd: undefined },
  { name: 'BFD 750 ms', timers: 'hold: 180s, keepalive: 60s', bfd: '750ms' },
  { name: 'BFD 300 ms', timers: 'hold: 180s, keepalive: 60s', bfd: '300ms' },
] as const

const advertisements = ['0s', '5s', '30s']

/** Ports that see a flap leave nothing to notice: the quickest and the slowest are enough. */
function flapped(silently: boolean): readonly (readonly [Detection, string])[] {
  const told = detections.filter(({ name }) => silently || name === 'hold 180 s' || name === 'BFD 300 ms')
  return told.flatMap((detection) =>
    ['0s', '30s'].map((advertisement) => [detection, advertisement] as const),
  )
}

type Detection = (typeof detections)[number]

interface Cell {
  readonly delay: string
  readonly detection: Detection
  readonly advertisement: string
}

const cells: readonly Cell[] = delays.flatMap((delay) =>
  detections.flatMap((detection) =>
    advertisements.map((advertisement) => ({ delay, detection, advertisement })),
  ),
)

const silentCut = `  - { at: 399s, announce: { at: edge1, prefixes: [10.2.0.0/16] } }
  - { at: 400s, cut: er-amsterdam.primary, silently: true }
until: 700s`

/** A site behind a router that hears of Azure from two edges by eBGP, and what happens to the way over the first. */
function text({ delay, detection: { timers, bfd }, advertisement }: Cell, happening: string): string {
  return `version: 1
title: A grid
defaults: { profile: rfc, timers: { ${timers}, advertisement: ${advertisement} }, latency: ${delay} }
${bfd === undefined ? '' : `assumptions: { bfdInterval: ${bfd} }\n`}circuits:
  er-amsterdam:
    peeringLocation: Amsterdam
    connectivity: cloud-exchange
    sku: { tier: Standard, family: MeteredData }
    bandwidth: 1 Gbps
    peerings:
      private:
        vlanId: 100
        peerAsn: 65010
        primaryPeerAddressPrefix: 172.16.0.0/30
        secondaryPeerAddressPrefix: 172.16.0.4/30
        bfd: ${bfd !== undefined}
routers:
  edge1: { asn: 65010, connect: { circuit: er-amsterdam, path: primary }, import: [{ accept: true }], export: [{ accept: true }] }
  edge2: { asn: 65010, connect: { circuit: er-amsterdam, path: secondary }, import: [{ accept: true }], export: [{ set: { prepend: 1 } }] }
  core: { asn: 65020, import: [{ accept: true }], export: [{ accept: true }] }
sessions:
  - { between: [core, edge1] }
  - { between: [core, edge2] }
sites:
  office: { behind: [core], prefixes: [10.1.0.0/16] }
virtualNetworks:
  vnet-weu:
    region: West Europe
    addressSpace: [10.200.0.0/16]
    gateway: { sku: ErGw1AZ }
    connections: [{ circuit: er-amsterdam }]
flows:
  web: { from: office, to: vnet-weu, probe: 10 per second }
timeline:
${happening}
expect:
  - { sessions: all, are: Established, at: 399s }
`
}

test('what a silent cut costs, by link, detection and advertisement timer', (t) => {
  const widths = [6, 11, 5, 50]
  const header = row(['delay', 'noticed by', 'MRAI', 'office → Azure', 'Azure → office'], widths)
  const lines = cells.map((cell) => {
    const { verdict, flows } = runScenario(parseScenario(text(cell, silentCut)))
    t.is(verdict, 'pass', cell.detection.name)
    return row([cell.delay, cell.detection.name, cell.advertisement, ...flows.map(parts)], widths)
  })
  holds(t, 'silent-cut.txt', [header, ...lines])
})

for (const silently of [true, false]) {
  const file = silently ? 'silent-flaps.txt' : 'seen-flaps.txt'
  test(`a flap every 20 s for five minutes, ${silently ? 'silent' : 'seen'}, under each timer`, (t) => {
    const widths = [5, 11, 5, 6, 40]
    const header = row(['gone', 'noticed by', 'MRAI', 'falls', 'office → Azure', 'Azure → office'], widths)
    const lines = ['2s', '12s'].flatMap((gone) =>
      flapped(silently).map(([detection, advertisement]) => {
        const happening = `  - { at: 400s, cut: er-amsterdam.primary, silently: ${silently}, for: ${gone}, repeat: { every: 20s, times: 15 } }
until: 1200s`
        const result = runScenario(parseScenario(text({ delay: '1ms', detection, advertisement }, happening)))
        t.is(result.verdict, 'pass')
        const { flaps } = result.sessions.find(({ name }) => name.startsWith('edge1-er')) ?? { flaps: 0 }
        return row([gone, detection.name, advertisement, String(flaps), ...result.flows.map(total)], widths)
      }),
    )
    holds(t, file, [header, ...lines])
  })
}

/** What the test found is what stands in the file. */
function holds(t: ExecutionContext, file: string, lines: readonly string[]): void {
  const golden = new URL(`grids/${file}`, import.meta.url)
  if (process.env.UPDATE_GOLDEN !== undefined) writeFileSync(golden, `${lines.join('\n')}\n`)
  t.deepEqual([...lines, ''], readFileSync(golden, 'utf8').split('\n'))
}

/** `17 outages, 34.120 s, worst 2.001 s`. */
function total({ outages }: FlowResult): string {
  const all = outages.reduce((sum, { seconds }) => sum + seconds, 0)
  const worst = Math.max(0, ...outages.map(({ seconds }) => seconds))
  return `${outages.length} outages, ${all.toFixed(3)} s, worst ${worst.toFixed(3)} s`
}

/** `0.893 s = detection 0.871 + propagation 0.022`. */
function parts({ outages }: FlowResult): string {
  const [outage] = outages
  if (outage === undefined) return 'none'
  const stages = new Map<string, number>()
  for (const { stage, seconds } of outage.why.steps) stages.set(stage, (stages.get(stage) ?? 0) + seconds)
  const sums = [...stages].map(([stage, seconds]) => `${stage} ${seconds.toFixed(3)}`)
  return `${outage.seconds.toFixed(3)} s = ${sums.join(' + ')}`
}

function row(cells: readonly string[], widths: readonly number[]): string {
  return cells
    .map((cell, index) => cell.padEnd(widths[index] ?? 0))
    .join(' ')
    .trimEnd()
}
