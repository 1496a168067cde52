/**
 * What is configured anew while sessions stand, and no scenario asks for: another import policy, and another prefix limit of a
 * router that is no MSEE. Played on every daemon that is installed, and in the engine; it tells in TAP's words.
 */
import { everyRoute, unchanged } from '../../src/bgp/policy.ts'
import { daemonCalled, missingPrograms } from '../../src/live/daemons/all-daemons.ts'
import { type ComparedStage, playedStages } from '../../src/live/daemons/conform-scenario.ts'
import { conformancePlan } from '../../src/live/daemons/conformance-plan.ts'
import { differenceText } from '../../src/live/daemons/conformance-table.ts'
import { type Daemon, daemonNames } from '../../src/live/daemons/daemon.ts'
import { type Deed, stagesOf } from '../../src/live/daemons/engine-stages.ts'
import { removeLeftovers } from '../../src/live/daemons/run-folder.ts'
import { packPrefixes } from '../../src/net/packed-prefixes.ts'
import { parsePrefix } from '../../src/net/prefix-text.ts'
import { readScenario } from '../../src/scenario/parse.ts'
import type { Scenario } from '../../src/scenario/scenario.ts'
import { secondsToMicros } from '../../src/sim/time.ts'

const file = `
version: 1
title: A router between two others
routers:
  a: { asn: 65001, advertise: [10.1.0.0/16, 10.2.0.0/16, 10.3.0.0/16] }
  r: { asn: 65010 }
  c: { asn: 65003 }
sessions: [{ between: [a, r] }, { between: [r, c] }]
`

const end = { session: 'a-r ipv4', at: 'r' } as const
const first = { prefix: parsePrefix('10.1.0.0/16'), minimumLength: 16, maximumLength: 16 }

/** In order, ten seconds apart: an import policy of r, none again, and a limit that holds; after them one that does not. */
const common: readonly Deed[] = [
  {
    ...{ kind: 'set-policy', ...end, direction: 'import' },
    policy: [
      { match: { ...everyRoute, prefixes: [first] }, set: undefined },
      { match: everyRoute, set: { ...unchanged, localPref: 70, prepend: 1 } },
    ],
  },
  { ...{ kind: 'set-policy', ...end, direction: 'import' }, policy: [] },
  { kind: 'set-prefix-limit', ...end, prefixLimit: limitOf(3) },
]
const lower: Deed = { kind: 'set-prefix-limit', ...end, prefixLimit: limitOf(1) }
const more: Deed = { kind: 'announce', at: 'a', prefixes: packPrefixes('ipv4', [parsePrefix('10.4.0.0/16')]) }
const lowerAndMore: Deed = {
  kind: 'several',
  action: 'a lower limit, and one more prefix',
  operations: [lower, more],
}

function limitOf(ipv4: number) {
  return { maximum: { ipv4, ipv6: 0 }, warningPercent: 80, restartSeconds: undefined }
}

const scenario = scenarioOf(file)
const total = { pass: 0, fail: 0, skip: 0 }
await removeLeftovers()
await Promise.all(
  daemonNames.map(daemonCalled).map(async (daemon) => {
    if (missingPrograms(daemon).length > 0) tell('skip', `${daemon.name} is not installed`)
    else await play(daemon)
  }),
)
for (const [word, count] of Object.entries(total)) console.log(`# ${word} ${count}`)
process.exitCode = total.fail > 0 ? 1 : 0

async function play(daemon: Daemon): Promise<void> {
  const plan = conformancePlan(scenario, daemon.profile)
  // docs/divergences.md
  const looksLater = daemon.name === 'openbgpd'
  if (looksLater)
    tell('skip', `${daemon.name}: a lower limit by itself, at which it looks when the next prefix comes`)
  const deeds = [...common, looksLater ? lowerAndMore : lower]
  const everyMicros = secondsToMicros(10)
  let isBegun = false
  const stages = stagesOf(
    plan,
    (simulation) => ({
      update: () => {
        if (isBegun) return
        isBegun = true
        for (const [index, deed] of deeds.entries()) simulation.schedule((index + 1) * everyMicros, deed)
      },
      end: (deeds.length + 1) * everyMicros,
    }),
    undefined,
  )
  const played = await playedStages(stages, plan, daemon, new AbortController().signal)
  for (const why of played.leftOut) tell('skip', `${daemon.name}: ${why}`)
  for (const stage of played.stages) judge(stage, daemon)
}

function judge({ deeds: done, findings }: ComparedStage, { name }: Daemon): void {
  const differences = findings.flatMap((finding) => finding.differences)
  tell(differences.length === 0 ? 'pass' : 'fail', `${name}: ${done.join(', ') || 'the start'}`)
  for (const found of differences) console.log(`#   ${differenceText(found, name)}`)
}

function tell(word: keyof typeof total, what: string): void {
  total[word]++
  console.log(`${{ pass: 'ok', fail: 'not ok', skip: 'skip' }[word]} - ${what}`)
}

function scenarioOf(text: string): Scenario {
  const { scenario: read, issues } = readScenario(text, 'configured.yaml')
  if (read === undefined) throw new Error(issues.map(({ message }) => message).join('; '))
  return read
}
